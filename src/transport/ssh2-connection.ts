import type { Duplex } from 'node:stream';
import type { Client, ClientCallback } from 'ssh2';
import type { Debug } from '../domain/debug.ts';
import type { Failure } from '../domain/failure.ts';
import { safeText } from '../domain/output.ts';
import type { TerminalKind } from '../domain/terminal.ts';
import { type Channel, ChannelRefused, ConnectError, type Connection } from './channel.ts';
import { Ssh2Channel } from './ssh2-channel.ts';
import { announceWindow } from './ssh2-window.ts';
import { silenceWords, Watchdog, type WatchdogTimes } from './watchdog.ts';

/** How long our goodbye may take to leave, ms; a silent host must not hold us up. */
const closeMs = 500;

export interface ConnectionOptions {
  /** Variables that the host is offered (RFC 4254, 6.4); most take none. */
  readonly env?: Readonly<Record<string, string>>;
  readonly debug?: Debug | undefined;
}

/** A client that has logged in. */
export class Ssh2Connection implements Connection {
  readonly client: Client;
  readonly #socket: Duplex;
  readonly #watchdog: Watchdog;
  readonly #env: Readonly<Record<string, string>>;
  readonly #debug: Debug | undefined;
  #lost: (failure: Failure) => void = () => {};
  #suspect: (silence: number | undefined) => void = () => {};
  #over: Failure | undefined;

  constructor(
    client: Client,
    socket: Duplex,
    times: WatchdogTimes,
    { env = {}, debug }: ConnectionOptions = {},
  ) {
    this.client = client;
    announceWindow(client);
    this.#env = env;
    this.#debug = debug;
    this.#socket = socket;
    let bytes = 0;
    socket.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
    });
    this.#watchdog = new Watchdog(times, () => bytes, {
      suspect: (silence) => {
        debug?.(`watchdog: ${silenceWords(silence)}`);
        this.#suspect(silence);
      },
      lost: () => this.#lose(`no sign of life for ${Math.round(times.lostAfter / 1000)} s`),
    });
    client.on('error', (error) => this.#lose(safeText(error.message)));
    client.on('close', () => this.#lose('connection closed by the host'));
  }

  get isOver(): boolean {
    return this.#over !== undefined;
  }

  exec(command: string, terminal?: TerminalKind): Promise<Channel> {
    const env = this.#env;
    if (!terminal) {
      return this.#open('a program', (opened) => this.client.exec(command, { env }, opened));
    }
    const { term, columns, rows } = terminal;
    const pty = { term, cols: columns, rows, width: 0, height: 0, modes: {} };
    return this.#open('a terminal', (opened) => this.client.exec(command, { pty, env }, opened));
  }

  subsystem(name: string): Promise<Channel> {
    return this.#open(name, (opened) => this.client.subsys(name, opened));
  }

  /** `what` it is for; the command itself is nobody's business. */
  #open(what: string, request: (opened: ClientCallback) => void): Promise<Channel> {
    return new Promise((resolve, reject) => {
      const opened: ClientCallback = (error, stream) => {
        this.#debug?.(`channel: ${what}: ${error ? `refused: ${error.message}` : 'open'}`);
        if (!error) resolve(new Ssh2Channel(stream));
        // A dead link never answers; a live one refused (RFC 4254, 5.1: MaxSessions).
        else if (this.#over) reject(this.#gone(error));
        else reject(new ChannelRefused(safeText(error.message)));
      };
      try {
        request(opened);
      } catch (error) {
        reject(this.#gone(error as Error));
      }
    });
  }

  onLost(lost: (failure: Failure) => void): void {
    this.#lost = lost;
    if (this.#over) lost(this.#over);
  }

  onSuspect(suspect: (silence: number | undefined) => void): void {
    this.#suspect = suspect;
  }

  close(): void {
    if (this.#over) return;
    this.#finish('closed');
    this.client.end();
    setTimeout(() => this.#socket.destroy(), closeMs).unref();
  }

  #gone(error: Error): ConnectError {
    return new ConnectError(this.#over ?? { kind: 'unreachable', message: error.message }, true);
  }

  /** Only the first cause counts. The socket is destroyed by us, since ssh2's destroy() may do nothing. */
  #lose(message: string): void {
    if (this.#over) return;
    const failure = this.#finish(message);
    this.#socket.destroy();
    this.#lost(failure);
  }

  #finish(message: string): Failure {
    const failure = { kind: 'unreachable', message } as const;
    this.#over = failure;
    this.#debug?.(`connection: ended: ${message}`);
    this.#watchdog.stop();
    return failure;
  }
}
