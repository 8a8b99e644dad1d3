import type { Debug } from '../../domain/debug.ts';
import type { Failure } from '../../domain/failure.ts';
import { safeText } from '../../domain/output.ts';
import type { TerminalKind } from '../../domain/terminal.ts';
import { type Channel, ChannelRefused, ConnectError, type Connection } from '../channel.ts';
import { firstWindow } from '../receive-window.ts';
import { within } from '../time-limit.ts';
import { silenceWords, Watchdog, type WatchdogTimes } from '../watchdog.ts';
import { MuxChannel, type Send, windowSize } from './mux-channel.ts';
import type { MuxSocket } from './mux-socket.ts';
import { message, type PacketReader, string, uint32 } from './ssh-packet.ts';

/** Longest packet of output, bytes; as ssh itself. */
const mostBytes = 32 * 1024;
/** How long the master may take to say why it has closed its socket, ms. */
const lastWordsMs = 200;
/** How long what was sent last may take to leave, ms. */
const goodbyeMs = 200;
const closed = 'connection closed by the host';

export interface MuxConnectionOptions {
  readonly times: WatchdogTimes;
  /** Variables that the host is offered (RFC 4254, 6.4). */
  readonly env: Readonly<Record<string, string>>;
  readonly forwardAgent: boolean;
  /** Settles when the master has ended, with what to report about that. */
  readonly ended: Promise<string>;
  /** Ends the master. */
  end(): void;
  readonly debug?: Debug | undefined;
}

type Start = (channel: MuxChannel) => readonly Promise<boolean>[];

interface Opening {
  readonly opened: (channel: MuxChannel) => void;
  readonly refused: (error: Error) => void;
}

/** A connection that ssh has logged in, and its channels. */
export class MuxConnection implements Connection {
  readonly #socket: MuxSocket;
  readonly #options: MuxConnectionOptions;
  readonly #watchdog: Watchdog;
  readonly #alive: NodeJS.Timeout;
  readonly #openings = new Map<number, Opening>();
  readonly #channels = new Map<number, MuxChannel>();
  #numbers = 0;
  #idleLooks = 0;
  #lost: (failure: Failure) => void = () => {};
  #suspect: (silence: number | undefined) => void = () => {};
  #over: Failure | undefined;

  constructor(socket: MuxSocket, options: MuxConnectionOptions) {
    const { times } = options;
    this.#socket = socket;
    this.#options = options;
    this.#watchdog = new Watchdog(times, () => socket.bytesRead + this.#idleLooks, {
      suspect: (silence) => {
        options.debug?.(`watchdog: ${silenceWords(silence)}`);
        this.#suspect(silence);
      },
      lost: () => this.#lose(`no sign of life for ${Math.round(times.lostAfter / 1000)} s`),
    });
    this.#alive = setInterval(() => this.#askForSign(), times.keepalive);
    socket.listen(
      (type, body) => this.#take(type, body),
      () => void within(lastWordsMs, options.ended).then((why) => this.#lose(why ?? closed)),
    );
    void options.ended.then((why) => this.#lose(why));
  }

  exec(command: string, terminal?: TerminalKind): Promise<Channel> {
    return this.#session(terminal ? 'a terminal' : 'a program', (channel) => {
      const { env, forwardAgent } = this.#options;
      for (const [name, value] of Object.entries(env)) {
        channel.request('env', string(name), string(value));
      }
      if (forwardAgent) channel.request('auth-agent-req@openssh.com');
      const pty = terminal && channel.ask('pty-req', ...terminalParts(terminal));
      return [...(pty ? [pty] : []), channel.ask('exec', string(command))];
    });
  }

  subsystem(name: string): Promise<Channel> {
    return this.#session(name, (channel) => [channel.ask('subsystem', string(name))]);
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
    void within(goodbyeMs, this.#socket.end()).then(() => this.#leave());
  }

  /** Only the first cause counts. */
  #lose(why: string): void {
    if (this.#over) return;
    const failure = this.#finish(why);
    this.#leave();
    this.#lost(failure);
  }

  #finish(why: string): Failure {
    const failure = { kind: 'unreachable', message: why } as const;
    this.#over = failure;
    this.#options.debug?.(`connection: ended: ${why}`);
    clearInterval(this.#alive);
    this.#watchdog.stop();
    for (const { refused } of this.#openings.values()) refused(new ConnectError(failure, true));
    for (const channel of this.#channels.values()) channel.ended();
    return failure;
  }

  #leave(): void {
    this.#socket.close();
    this.#options.end();
  }

  /** `what` it is for; the command itself is nobody's business. */
  async #session(what: string, start: Start): Promise<Channel> {
    const opening = this.#started(start);
    const { debug } = this.#options;
    if (debug) {
      opening.then(
        () => debug(`channel: ${what}: open`),
        (error) => debug(`channel: ${what}: refused: ${error.message}`),
      );
    }
    return opening;
  }

  async #started(start: Start): Promise<Channel> {
    const channel = await this.#open();
    const answers = await Promise.all(start(channel));
    if (this.#over) throw new ConnectError(this.#over, true);
    if (answers.every((granted) => granted)) return channel;
    channel.close();
    throw new ChannelRefused('the host would not start it');
  }

  #open(): Promise<MuxChannel> {
    if (this.#over) return Promise.reject(new ConnectError(this.#over, true));
    const number = this.#numbers++;
    const { promise, resolve, reject } = Promise.withResolvers<MuxChannel>();
    this.#openings.set(number, { opened: resolve, refused: reject });
    const limits = [uint32(firstWindow), uint32(mostBytes)];
    this.#socket.send(message.open, string('session'), uint32(number), ...limits);
    return promise;
  }

  #take(type: number, body: PacketReader): void {
    const number = body.uint32();
    const opening = this.#openings.get(number);
    const channel = this.#channels.get(number);
    if (type === message.openConfirmation && opening) {
      this.#openings.delete(number);
      const send: Send = (what, ...parts) => this.#socket.send(what, ...parts);
      const opened = new MuxChannel(send, body);
      this.#channels.set(number, opened);
      opening.opened(opened);
    } else if (type === message.openFailure && opening) {
      this.#openings.delete(number);
      body.uint32(); // reason
      opening.refused(new ChannelRefused(`no further channel: ${safeText(body.text())}`));
    } else if (channel) {
      channel.take(type, body);
      if (type === message.close) this.#channels.delete(number);
    }
  }

  /**
   * A request that no server knows and every server answers (RFC 4254, 5.4). Without a channel, ssh's own keepalive
   * must do.
   */
  #askForSign(): void {
    const [channel] = this.#channels.values();
    if (channel) void channel.ask('keepalive@openssh.com');
    else this.#idleLooks += 1;
  }
}

const terminalParts = ({ term, ...size }: TerminalKind): Buffer[] => [
  string(term),
  ...windowSize(size),
  string(''),
];
