import type { ClientChannel } from 'ssh2';
import type { Stream } from '../domain/run.ts';
import type { TerminalSize } from '../domain/terminal.ts';
import type { Channel } from './channel.ts';
import { ownWindow } from './ssh2-window.ts';

/** ssh2's stream as a channel. Both directions are read from the start: unread stderr would stop stdout. */
export class Ssh2Channel implements Channel {
  readonly #stream: ClientChannel;
  /** A program may end before anybody can listen: its exit may come in the packet of its start. */
  #exited: { readonly code: number | null; readonly signal: string | null } | undefined;

  readonly #taken: (bytes: number) => void;
  #isRead = false;

  constructor(stream: ClientChannel) {
    this.#stream = stream;
    this.#taken = ownWindow(stream);
    stream.once('exit', (code: number | null, signal?: string) => {
      this.#exited = { code, signal: signal?.replace(/^SIG/, '') ?? null };
    });
    // Errors of a channel show as its end.
    stream.on('error', () => {});
    stream.stderr.on('error', () => {});
  }

  write(data: string | Uint8Array): boolean {
    return this.#stream.writable ? this.#stream.write(data) : true;
  }

  onDrain(drained: () => void): void {
    this.#stream.on('drain', drained);
  }

  onOutput(take: (stream: Stream, bytes: Uint8Array) => void): void {
    this.#stream.on('data', (bytes: Buffer) => take('stdout', bytes));
    this.#stream.stderr.on('data', (bytes: Buffer) => take('stderr', bytes));
    if (this.#isRead) return;
    this.#isRead = true;
    const count = (bytes: Buffer) => this.#taken(bytes.length);
    this.#stream.on('data', count);
    this.#stream.stderr.on('data', count);
  }

  onExit(exit: (code: number | null, signal: string | null) => void): void {
    const tell = () => {
      if (this.#exited !== undefined) exit(this.#exited.code, this.#exited.signal);
    };
    if (this.#exited === undefined) this.#stream.once('exit', tell);
    else tell();
  }

  /** ssh2 reports the end of stdout; stderr may end later. */
  onClose(closed: () => void): void {
    let open = 2;
    const one = () => {
      open -= 1;
      if (open === 0) closed();
    };
    this.#stream.once('close', one);
    this.#stream.stderr.once('close', one);
  }

  pause(): void {
    this.#stream.pause();
    this.#stream.stderr.pause();
  }

  resume(): void {
    this.#stream.resume();
    this.#stream.stderr.resume();
  }

  resize({ columns, rows }: TerminalSize): void {
    if (this.#stream.writable) this.#stream.setWindow(rows, columns, 0, 0);
  }

  /**
   * ssh2's own method does nothing once our input has ended, though the channel is still open (RFC 4254, 5.3 and 6.9).
   */
  signal(name: string): void {
    const { outgoing, _client } = this.#stream as unknown as Internals;
    if (outgoing.state === 'open' || outgoing.state === 'eof') {
      _client._protocol.signal(outgoing.id, name);
    }
  }

  end(): void {
    this.#stream.end();
  }

  close(): void {
    this.#stream.close();
  }
}

/** Internals of ssh2's channel (lib/Channel.js of 1.17.0). */
interface Internals {
  readonly outgoing: { readonly state: 'open' | 'eof' | 'closing' | 'closed'; readonly id: number };
  readonly _client: { readonly _protocol: { signal(channel: number, name: string): void } };
}
