import type { Failure } from '../domain/failure.ts';
import type { Outcome } from '../domain/outcome.ts';
import type { Stream } from '../domain/run.ts';
import { type Channel, ChannelRefused, type Connection } from '../transport/channel.ts';
import { exitCode } from './exit-code.ts';
import { Ladder } from './ladder.ts';
import { type ChannelEnd, MarkedChannel } from './marked-channel.ts';
import type { HostLine, LineEnding, LineOptions } from './remote-host.ts';

/** Whom a line on a channel of its own reports to. */
export interface CommandListener {
  late(stream: Stream, bytes: Uint8Array): void;
  done(): void;
}

/**
 * A line on a channel of its own, for accounts in which no shell can be kept: the exec request is the line, word for
 * word.
 */
export class CommandLine implements HostLine {
  readonly ended: Promise<LineEnding>;
  readonly #end: (ending: LineEnding) => void;
  readonly #options: LineOptions;
  readonly #listener: CommandListener;
  #stage: 'opening' | 'sent' | 'over' = 'opening';
  #channel: Channel | undefined;
  #ladder: Ladder | undefined;
  #limit: NodeJS.Timeout | undefined;
  #timedOut = false;
  /** What is written before the channel is open. */
  readonly #early: Uint8Array[] = [];
  #inputEnded: boolean;

  constructor(
    connection: Connection,
    command: string,
    options: LineOptions,
    listener: CommandListener,
  ) {
    const { promise, resolve } = Promise.withResolvers<LineEnding>();
    this.ended = promise;
    this.#end = resolve;
    this.#options = options;
    this.#listener = listener;
    this.#inputEnded = options.input === undefined;
    void this.#open(connection, command);
  }

  /** The program may be running, or have run. */
  get isSent(): boolean {
    return this.#stage === 'sent';
  }

  interrupt(): void {
    this.#climb(false);
  }

  pause(): void {
    this.#channel?.pause();
  }

  resume(): void {
    this.#channel?.resume();
  }

  write(bytes: Uint8Array): boolean {
    if (this.#inputEnded) return true;
    if (this.#channel !== undefined) return this.#channel.write(bytes);
    this.#early.push(bytes);
    return false;
  }

  end(): void {
    this.#inputEnded = true;
    this.#channel?.end();
  }

  /** There is no shell that could end. */
  shellEnded(): void {}

  /** The connection is gone. */
  lost(failure: Failure): void {
    if (this.#stage === 'over') return;
    this.#finish({ kind: this.#stage === 'sent' ? 'lost' : 'not-started', failure });
  }

  /** Settles when it has ended. */
  async hangUp(): Promise<void> {
    this.#channel?.signal('HUP');
    await this.ended;
  }

  async #open(connection: Connection, command: string): Promise<void> {
    try {
      const channel = await connection.exec(command);
      if (this.#stage === 'over') channel.close();
      else this.#run(channel);
    } catch (error) {
      // Otherwise the connection is gone, and reports that itself.
      if (error instanceof ChannelRefused) this.lost(noChannel);
    }
  }

  #run(channel: Channel): void {
    this.#stage = 'sent';
    this.#channel = channel;
    const { timeout, input, output } = this.#options;
    if (timeout !== undefined) this.#limit = setTimeout(() => this.#timeOut(), timeout * 1000);
    new MarkedChannel(
      channel,
      (stream, bytes) =>
        this.#stage === 'over' ? this.#listener.late(stream, bytes) : output(stream, bytes),
      (end) => this.#over(end),
    );
    for (const bytes of this.#early) channel.write(bytes);
    if (this.#inputEnded) channel.end();
    if (input === undefined) return;
    channel.onDrain(input.onDrain);
    input.onDrain();
  }

  #over(end: ChannelEnd): void {
    if (this.#stage === 'over') return;
    // If the connection is gone, it reports that itself.
    if (end.kind === 'closed') return;
    if (this.#ladder === undefined) this.#finish(end);
    else {
      const timeout = this.#timedOut && { timeout: true as const };
      this.#finish({ kind: 'interrupted', code: exitCode(end), ...timeout });
    }
  }

  #climb(automatic: boolean): void {
    if (this.#stage === 'over') return;
    const channel = this.#channel;
    if (channel === undefined) {
      this.lost({ kind: 'canceled', message: 'interrupted before it was sent' });
      return;
    }
    this.#ladder ??= new Ladder(
      {
        interrupt: async () => channel.signal('INT'),
        tree: async (signal) => {
          if (signal !== undefined) channel.signal(signal);
          return undefined;
        },
        repeatEnd: () => {},
        giveUp: () => {
          this.lost(unanswered);
          channel.close();
        },
        stillRunning: () => {},
        isPaused: () => false,
      },
      automatic,
    );
    this.#ladder.climb();
  }

  #timeOut(): void {
    if (this.#ladder !== undefined) return;
    this.#timedOut = true;
    this.#climb(true);
  }

  #finish(outcome: Outcome): void {
    this.#stage = 'over';
    clearTimeout(this.#limit);
    void this.#ladder?.stop();
    this.#channel?.resume();
    this.#listener.done();
    this.#end({ outcome });
  }
}

const noChannel: Failure = {
  kind: 'busy',
  message: 'the server allows no further channel – wait for what runs there, or raise MaxSessions',
};

const unanswered: Failure = {
  kind: 'protocol',
  message: 'its server passes no signal on: let go, it may still run',
};
