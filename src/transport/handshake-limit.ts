export interface HandshakeLimits {
  /** Unfinished handshakes in all. */
  readonly total: number;
  /** … and to one address and port: sshd drops more (MaxStartups, sshd_config(5)). */
  readonly perAddress: number;
}

/** Waits for something that costs the server no work: a person, or a password that another host is trying. */
export type Rest = <T>(wait: () => Promise<T>) => Promise<T>;

interface Waiting {
  readonly address: string;
  readonly begin: () => void;
}

/** Limits the handshakes in progress; the others start in order, unless their own address is full. */
export class HandshakeLimit {
  readonly #limits: HandshakeLimits;
  readonly #active = new Map<string, number>();
  #total = 0;
  #waiting: Waiting[] = [];

  constructor(limits: HandshakeLimits) {
    this.#limits = limits;
  }

  /** Runs `task` when there is room. Rejects with the signal's reason when it is aborted before that. */
  async run<T>(address: string, task: (rest: Rest) => Promise<T>, signal: AbortSignal): Promise<T> {
    await this.#turn(address, signal);
    try {
      return await task(this.#rest());
    } finally {
      this.#done(address);
    }
  }

  #turn(address: string, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    if (this.#hasRoom(address)) {
      this.#begin(address);
      return Promise.resolve();
    }
    return new Promise((resolve, reject) => {
      const give = () => {
        this.#waiting = this.#waiting.filter((each) => each !== waiting);
        reject(signal.reason);
      };
      const begin = () => {
        signal.removeEventListener('abort', give);
        resolve();
      };
      const waiting = { address, begin };
      signal.addEventListener('abort', give, { once: true });
      this.#waiting.push(waiting);
    });
  }

  /** Makes room for others meanwhile, but not at its address: a server counts everybody who has not logged in. */
  #rest(): Rest {
    let waits = 0;
    return async (wait) => {
      waits += 1;
      if (waits === 1) {
        this.#total -= 1;
        this.#next();
      }
      try {
        return await wait();
      } finally {
        waits -= 1;
        if (waits === 0) this.#total += 1;
      }
    };
  }

  #done(address: string): void {
    this.#total -= 1;
    const left = (this.#active.get(address) ?? 1) - 1;
    if (left > 0) this.#active.set(address, left);
    else this.#active.delete(address);
    this.#next();
  }

  #next(): void {
    const next = this.#waiting.find((each) => this.#hasRoom(each.address));
    if (!next) return;
    this.#waiting = this.#waiting.filter((each) => each !== next);
    this.#begin(next.address);
    next.begin();
  }

  #hasRoom(address: string): boolean {
    const { total, perAddress } = this.#limits;
    return this.#total < total && (this.#active.get(address) ?? 0) < perAddress;
  }

  #begin(address: string): void {
    this.#total += 1;
    this.#active.set(address, (this.#active.get(address) ?? 0) + 1);
  }
}
