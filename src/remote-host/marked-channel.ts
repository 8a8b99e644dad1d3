import type { Stream } from '../domain/run.ts';
import type { Channel } from '../transport/channel.ts';
import { MarkScanner } from './mark-scanner.ts';
import type { Nonce } from './nonce.ts';

/**
 * How long to wait after the exit for output still in flight, ms; a background job may hold the channel open much
 * longer.
 */
const exitGraceMs = 150;
/** How often that wait is repeated while output keeps coming, which may be a background job's. */
const mostLooks = 12;

/** What waits for an end mark. */
export interface Awaiting {
  output(stream: Stream, bytes: Uint8Array): void;
  /** Both streams are marked; the fields are those of stdout. */
  marked(fields: Buffer): void;
}

export type ChannelEnd =
  | { readonly kind: 'exited'; readonly code: number }
  | { readonly kind: 'signaled'; readonly signal: string }
  /** Closed without an exit: the connection is lost. */
  | { readonly kind: 'closed' };

/** A channel to a program that answers every text with a mark on stdout and one on stderr. */
export class MarkedChannel {
  readonly channel: Channel;
  readonly #late: (stream: Stream, bytes: Uint8Array) => void;
  readonly #stdout = this.#scanner('stdout');
  readonly #stderr = this.#scanner('stderr');
  #awaiting: Awaiting | undefined;
  #open: { stdout: boolean; stderr: boolean } = { stdout: false, stderr: false };
  #fields: Buffer | undefined;
  #paused = false;
  /** Whether output has come since the last check. */
  #flowed = false;

  constructor(
    channel: Channel,
    late: (stream: Stream, bytes: Uint8Array) => void,
    ended: (end: ChannelEnd) => void,
  ) {
    this.channel = channel;
    this.#late = late;
    channel.onOutput((stream, bytes) => {
      this.#flowed = true;
      if (stream === 'stdout') this.#stdout.push(bytes);
      else this.#stderr.push(bytes);
    });
    this.#watchEnd(ended);
  }

  get busy(): boolean {
    return this.#awaiting !== undefined;
  }

  send(text: string | Uint8Array, nonce: Nonce, awaiting: Awaiting): void {
    this.#awaiting = awaiting;
    this.#open.stdout = true;
    this.#open.stderr = true;
    this.#stdout.expect(nonce.mark);
    this.#stderr.expect(nonce.mark);
    this.channel.write(text);
  }

  pause(): void {
    this.#paused = true;
    this.channel.pause();
  }

  resume(): void {
    this.#paused = false;
    this.channel.resume();
  }

  #scanner(stream: Stream): MarkScanner {
    return new MarkScanner(
      (bytes) => {
        if (this.#awaiting !== undefined && this.#open[stream])
          this.#awaiting.output(stream, bytes);
        else this.#late(stream, bytes);
      },
      (fields) => this.#marked(stream, fields),
    );
  }

  #marked(stream: Stream, fields: Buffer): void {
    this.#open[stream] = false;
    if (stream === 'stdout') this.#fields = fields;
    if (this.#open.stdout || this.#open.stderr) return;
    const awaiting = this.#awaiting;
    this.#awaiting = undefined;
    if (this.#fields !== undefined) awaiting?.marked(this.#fields);
  }

  #watchEnd(ended: (end: ChannelEnd) => void): void {
    let end: ChannelEnd | undefined;
    let looks = 0;
    let timer: NodeJS.Timeout | undefined;
    let told = false;
    const tell = () => {
      clearTimeout(timer);
      if (told) return;
      told = true;
      this.#stdout.release();
      this.#stderr.release();
      this.#awaiting = undefined;
      ended(end ?? { kind: 'closed' });
    };
    const look = () => {
      const flowing = this.#flowed && looks < mostLooks;
      if (!this.#paused && !flowing) return tell();
      if (!this.#paused) looks += 1;
      this.#flowed = false;
      timer = setTimeout(look, exitGraceMs);
    };
    this.channel.onExit((code, signal) => {
      end = signal ? { kind: 'signaled', signal } : { kind: 'exited', code: code ?? 255 };
      this.#flowed = false;
      timer = setTimeout(look, exitGraceMs);
    });
    this.channel.onClose(tell);
  }
}
