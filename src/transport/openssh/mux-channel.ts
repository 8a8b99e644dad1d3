import type { Stream } from '../../domain/run.ts';
import type { TerminalSize } from '../../domain/terminal.ts';
import type { Channel } from '../channel.ts';
import { ReceivedOutput } from './received-output.ts';
import { boolean, message, type PacketReader, string, uint32 } from './ssh-packet.ts';
import { UnsentInput } from './unsent-input.ts';

export type Send = (type: number, ...parts: readonly Uint8Array[]) => void;

interface Exit {
  readonly code: number | null;
  readonly signal: string | null;
}

/** The only kind of extended data (RFC 4254, 5.2). */
const stderrKind = 1;

/** A channel of the connection protocol (RFC 4254, 5 and 6). */
export class MuxChannel implements Channel {
  readonly #send: Send;
  /** The server's number for it. */
  readonly #number: Buffer;
  readonly #input: UnsentInput;
  readonly #output: ReceivedOutput;
  readonly #replies: ((granted: boolean) => void)[] = [];
  #exit: Exit | undefined;
  readonly #exited: ((code: number | null, signal: string | null) => void)[] = [];
  #closeSent = false;

  /** `confirmation`: the server's confirmation (RFC 4254, 5.1), from behind our own number. */
  constructor(send: Send, confirmation: PacketReader) {
    this.#send = send;
    this.#number = uint32(confirmation.uint32());
    const window = confirmation.uint32();
    this.#input = new UnsentInput(window, confirmation.uint32(), {
      data: (bytes) => this.#tell(message.data, uint32(bytes.length), bytes),
      eof: () => this.#tell(message.eof),
    });
    this.#output = new ReceivedOutput((bytes) => this.#tell(message.windowAdjust, uint32(bytes)));
  }

  /** Sends a channel request and settles with whether it was granted; false also if the channel ends first. */
  ask(request: string, ...parts: readonly Uint8Array[]): Promise<boolean> {
    const { promise, resolve } = Promise.withResolvers<boolean>();
    this.#replies.push(resolve);
    this.#tell(message.request, string(request), boolean(true), ...parts);
    return promise;
  }

  /** The same without asking for an answer. */
  request(request: string, ...parts: readonly Uint8Array[]): void {
    this.#tell(message.request, string(request), boolean(false), ...parts);
  }

  /** Takes a packet for this channel. */
  take(type: number, body: PacketReader): void {
    switch (type) {
      case message.data:
        this.#output.add('stdout', body.string());
        break;
      case message.extendedData: {
        const stream = body.uint32() === stderrKind ? 'stderr' : 'stdout';
        this.#output.add(stream, body.string());
        break;
      }
      case message.windowAdjust:
        this.#input.allow(body.uint32());
        break;
      case message.success:
      case message.failure:
        this.#replies.shift()?.(type === message.success);
        break;
      case message.request:
        this.#take(body);
        break;
      case message.close:
        this.close();
        this.ended();
    }
  }

  /** Nothing more will come. */
  ended(): void {
    this.#closeSent = true;
    for (const reply of this.#replies.splice(0)) reply(false);
    this.#input.drop();
    this.#output.end();
  }

  write(data: string | Uint8Array): boolean {
    return this.#input.add(typeof data === 'string' ? Buffer.from(data) : data);
  }

  onDrain(drained: () => void): void {
    this.#input.onDrain(drained);
  }

  onOutput(take: (stream: Stream, bytes: Uint8Array) => void): void {
    this.#output.onOutput(take);
  }

  onExit(exit: (code: number | null, signal: string | null) => void): void {
    if (this.#exit !== undefined) exit(this.#exit.code, this.#exit.signal);
    else this.#exited.push(exit);
  }

  onClose(closed: () => void): void {
    this.#output.onClose(closed);
  }

  pause(): void {
    this.#output.pause();
  }

  resume(): void {
    this.#output.resume();
  }

  resize({ columns, rows }: TerminalSize): void {
    this.request('window-change', ...windowSize({ columns, rows }));
  }

  signal(name: string): void {
    this.request('signal', string(name));
  }

  end(): void {
    this.#input.end();
  }

  close(): void {
    this.#tell(message.close);
    this.#closeSent = true;
  }

  /** Handles requests of the server (RFC 4254, 6.10); the others do not matter, and none is granted. */
  #take(body: PacketReader): void {
    const name = body.text();
    const wantsReply = body.byte() !== 0;
    if (name === 'exit-status') this.#ends({ code: body.uint32(), signal: null });
    if (name === 'exit-signal') this.#ends({ code: null, signal: body.text() });
    if (wantsReply) this.#tell(message.failure);
  }

  #ends(exit: Exit): void {
    if (this.#exit !== undefined) return;
    this.#exit = exit;
    for (const exited of this.#exited) exited(exit.code, exit.signal);
  }

  #tell(type: number, ...parts: readonly Uint8Array[]): void {
    if (!this.#closeSent) this.#send(type, this.#number, ...parts);
  }
}

/** A terminal's size in characters; pixels are unknown (RFC 4254, 6.2). */
export const windowSize = ({ columns, rows }: TerminalSize): Buffer[] =>
  [columns, rows, 0, 0].map(uint32);
