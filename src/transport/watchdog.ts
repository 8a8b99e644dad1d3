export interface WatchdogTimes {
  /** How often a keepalive is sent, ms. */
  readonly keepalive: number;
  /** How often the watchdog checks, ms. */
  readonly every: number;
  /** Without a byte for so long the connection is suspect, ms. */
  readonly suspectAfter: number;
  /** … and lost, ms. */
  readonly lostAfter: number;
}

export interface WatchdogListener {
  /** `silence`: ms without a byte; undefined: one has come. */
  suspect(silence: number | undefined): void;
  lost(): void;
}

/** For the debug log. */
export const silenceWords = (silence: number | undefined): string =>
  silence === undefined ? 'the host is heard again' : 'nothing is heard of the host';

/** Notices a connection that has gone quiet although the server is asked for signs of life. */
export class Watchdog {
  readonly #timer: NodeJS.Timeout;
  readonly #times: WatchdogTimes;
  readonly #bytesRead: () => number;
  readonly #listener: WatchdogListener;
  #bytes = 0;
  #heard = performance.now();
  #looked = performance.now();
  #quiet = false;

  constructor(times: WatchdogTimes, bytesRead: () => number, listener: WatchdogListener) {
    this.#times = times;
    this.#bytesRead = bytesRead;
    this.#listener = listener;
    this.#timer = setInterval(() => this.#look(), times.every);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #look(): void {
    const now = performance.now();
    // We were stopped ourselves (suspended, or stalled for long): the host's time starts over.
    if (now - this.#looked > this.#times.every * 2) this.#heard = now;
    this.#looked = now;
    const bytes = this.#bytesRead();
    if (bytes !== this.#bytes) {
      this.#bytes = bytes;
      this.#heard = now;
      this.#tell(undefined);
    }
    const silence = now - this.#heard;
    if (silence >= this.#times.lostAfter) {
      this.stop();
      this.#listener.lost();
    } else if (silence >= this.#times.suspectAfter) this.#tell(silence);
  }

  /** Only a byte clears the suspicion: that we slept says nothing about the host. */
  #tell(silence: number | undefined): void {
    const quiet = silence !== undefined;
    if (quiet !== this.#quiet) this.#listener.suspect(silence);
    this.#quiet = quiet;
  }
}
