import type { Failure } from '../domain/failure.ts';
import type { Stream } from '../domain/run.ts';
import { type Channel, ChannelRefused, type Connection } from '../transport/channel.ts';
import type { Route } from '../transport/route.ts';
import { within } from '../transport/time-limit.ts';
import { Askpass } from './askpass.ts';
import type { Controls } from './controls.ts';
import type { HostMemory } from './host-memory.ts';
import type { ChannelEnd } from './marked-channel.ts';
import type { HostListener } from './remote-host.ts';
import type { Shell } from './shell.ts';
import { endShell } from './shell-signals.ts';
import { controlRequest, type RequestForm } from './start-request.ts';
import { type Start, startShell } from './start-shell.ts';
import { readStartupFiles } from './startup-files.ts';

/** How long a server may take to count a closed channel as closed, ms. */
const refusedMs = 200;

export type ShellOver = ChannelEnd | { readonly kind: 'lost' };

export interface StartedShell extends Extract<Start, { kind: 'started' }> {
  /** How the shell ended; settled from outside when the connection is lost. */
  readonly over: PromiseWithResolvers<ShellOver>;
}

type Outcome = StartedShell | Exclude<Start, { kind: 'started' }>;

/** Starts the shells of one connection. */
export class ShellStarts {
  readonly #host: Route;
  readonly #connection: Connection;
  readonly #controls: Controls;
  readonly #listener: HostListener;
  readonly #lost: Promise<{ readonly kind: 'lost' }>;
  /** The form of request that the account allows. */
  form: RequestForm = 'full';
  /** Channels of ended shells that a background job may still hold open. */
  readonly #leftovers = new Set<Channel>();

  constructor(
    host: Route,
    connection: Connection,
    controls: Controls,
    listener: HostListener,
    lost: Promise<unknown>,
  ) {
    this.#host = host;
    this.#connection = connection;
    this.#controls = controls;
    this.#listener = listener;
    this.#lost = lost.then(() => ({ kind: 'lost' }));
  }

  /** Starts a shell and reads its startup files, unless `memory` says that they break the start. */
  async start(memory: HostMemory): Promise<Outcome> {
    const start = await this.#start();
    const { rc } = this.#host;
    if (start.kind !== 'started' || rc === undefined || memory.all.withoutFiles) return start;
    const { shell, over } = start;
    this.#listener.debug?.(`shell: reads its startup files (rc: ${rc})`);
    const read = await Promise.race([readStartupFiles(shell, rc, over.promise), this.#lost]);
    if (read === 'read') return start;
    if (typeof read === 'object') return read;
    memory.change({ withoutFiles: true });
    if (read === 'silent') await endShell(shell, this.#controls, over.promise, true);
    this.leave(shell);
    this.#listener.notice(`startup files (rc: ${rc}) ${why[read]}, started without them`);
    return this.#start();
  }

  /** Opens an askpass for a line that uses sudo. Rejects if the server allows no further channel. */
  async openAskpass(): Promise<Askpass> {
    const channel = await this.#connection.exec(controlRequest(this.form));
    const { ask, judged } = this.#listener;
    return new Askpass(channel, this.#host.user, {
      ask: (question, signal) => ask(question, undefined, signal),
      judged: (accepted) => judged({ of: 'sudo', verdict: accepted ? 'accepted' : 'refused' }),
    });
  }

  /** The shell has ended. */
  leave({ channel }: Shell): void {
    this.#leftovers.add(channel);
    channel.onClose(() => this.#leftovers.delete(channel));
  }

  /** If no further channel is allowed, those of ended shells are closed to make room. */
  async #start(): Promise<Outcome> {
    try {
      return await this.#attempt();
    } catch (error) {
      if (!(error instanceof ChannelRefused)) throw error;
    }
    for (const channel of this.#leftovers) channel.close();
    this.#leftovers.clear();
    await within(refusedMs, this.#lost);
    return this.#attempt().catch((error): Outcome => {
      if (!(error instanceof ChannelRefused)) throw error;
      return { kind: 'failed', failure: noChannel };
    });
  }

  async #attempt(): Promise<Outcome> {
    const over = Promise.withResolvers<ShellOver>();
    const start = startShell(this.#connection, this.#host, {
      late: (stream: Stream, bytes: Uint8Array) => this.#listener.late(stream, bytes),
      ended: (end) => {
        this.#listener.debug?.(`shell: it is over: ${end.kind}`);
        over.resolve(end);
      },
      debug: this.#listener.debug,
    });
    const first = await Promise.race([start, this.#lost]);
    if (first.kind !== 'started') return first;
    this.form = first.form;
    return { ...first, over };
  }
}

const why = {
  silent: 'did not end within 10 s',
  ended: 'ended the shell',
};

const noChannel: Failure = {
  kind: 'no-shell',
  message: 'the server allows no channel for a shell – raise MaxSessions there',
};
