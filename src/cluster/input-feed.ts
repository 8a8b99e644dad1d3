import { inputCredit } from './protocol.ts';

/** One source for the standard input of several hosts: the slowest of them sets the pace. */
export class InputFeed {
  readonly #send: (hosts: readonly string[], bytes: Uint8Array | undefined) => void;
  /** Bytes in flight to each host that is still running. */
  readonly #under: Map<string, number>;
  #room: (() => void) | undefined;

  /** `send` without bytes ends the input. */
  constructor(
    hosts: readonly string[],
    send: (hosts: readonly string[], bytes: Uint8Array | undefined) => void,
  ) {
    this.#send = send;
    this.#under = new Map(hosts.map((host) => [host, 0]));
  }

  /**
   * Settles when everything is on its way, or no host accepts more. Rejects if the source does; then the input ends.
   */
  async run(source: AsyncIterable<Uint8Array>): Promise<void> {
    try {
      for await (const bytes of source) {
        if (this.#under.size === 0) return;
        this.#send([...this.#under.keys()], bytes);
        for (const [host, under] of this.#under) this.#under.set(host, under + bytes.length);
        await this.#hasRoom();
      }
    } finally {
      this.#send([...this.#under.keys()], undefined);
    }
  }

  /** Bytes have reached the host. */
  taken(host: string, bytes: number): void {
    const under = this.#under.get(host);
    if (under === undefined) return;
    this.#under.set(host, under - bytes);
    this.#wake();
  }

  /** The host run is over. */
  ended(host: string): void {
    this.#under.delete(host);
    this.#wake();
  }

  #hasRoom(): Promise<void> | undefined {
    if (this.#isOpen()) return undefined;
    return new Promise((resolve) => {
      this.#room = resolve;
    });
  }

  #wake(): void {
    if (!this.#isOpen()) return;
    this.#room?.();
    this.#room = undefined;
  }

  #isOpen(): boolean {
    return [...this.#under.values()].every((under) => under < inputCredit);
  }
}
