import type { Failure } from '../domain/failure.ts';
import type { Host, HostState } from '../domain/host.ts';
import type { Stream } from '../domain/run.ts';
import { type Channel, ChannelRefused, type Connection } from './channel.ts';
import { ControlChannel } from './control-channel.ts';
import { decodePath } from './mark.ts';
import type { ChannelEnd } from './marked-channel.ts';
import type { HostAccess, HostListener, LineOptions } from './remote-host.ts';
import { restore } from './restore.ts';
import { type Place, RunningLine } from './running-line.ts';
import type { Shell } from './shell.ts';
import { replacedNotice } from './shell-notice.ts';
import { type Controls, ShellSignals } from './shell-signals.ts';
import { controlRequest, type RequestForm } from './start-request.ts';
import { type Start, startShell } from './start-shell.ts';
import { terminalRequest } from './terminal-request.ts';
import { within } from './time-limit.ts';

/** For a shell that was killed to be gone, ms; after it the whole connection is given up. */
const killMs = 2000;
/** For the connection to tell its loss after a channel closed without an exit, ms. */
const lossMs = 1000;
/** For commands to end after SIGHUP, ms. */
const hangUpMs = 1000;
/** For a server to count a closed channel as closed, ms. */
const refusedMs = 200;
/** A shell that ends sooner, ms, without a line, this many times in a row, is not started again. */
const shortLife = 1000;
const shortLives = 3;

/** How the shells of one connection came to their end. */
export interface Over {
  readonly failure: Failure;
  readonly retry: boolean;
}

/** What outlives a connection. */
export interface Memory {
  /** The last directory a shell told (latin1). */
  cwd?: string;
}

export type ShellOver = ChannelEnd | { readonly kind: 'lost' };

/** Keeps a shell alive on one connection: starts it, gives it lines, replaces it when it ends. */
export class ShellLife {
  readonly #host: Host;
  readonly #connection: Connection;
  readonly #listener: HostListener;
  readonly #memory: Memory;
  readonly #controls: Controls;
  #apart: Connection | undefined;
  readonly #lost = Promise.withResolvers<Failure>();
  /** Channels of ended shells that a background job may still hold open. */
  readonly #leftovers = new Set<Channel>();
  #over = Promise.withResolvers<ShellOver>();
  #form: RequestForm = 'full';
  #place: Place | undefined;
  #line: RunningLine | undefined;
  #ranLine = false;
  #wedged = false;
  #closing = false;
  #gone = false;
  #ready: Extract<HostState, { kind: 'ready' }> | undefined;

  /** `dialAgain` gives a further connection to the same host. */
  constructor(
    host: Host,
    connection: Connection,
    dialAgain: () => Promise<Connection>,
    listener: HostListener,
    memory: Memory,
  ) {
    this.#host = host;
    this.#connection = connection;
    this.#listener = listener;
    this.#memory = memory;
    this.#controls = {
      control: new ControlChannel(() => connection.exec(controlRequest(this.#form))),
      apart: new ControlChannel(async () => {
        this.#apart?.close();
        this.#apart = await dialAgain();
        return this.#apart.exec(controlRequest(this.#form));
      }),
    };
    connection.onLost((failure) => this.#lose(failure));
    connection.onSuspect((quiet) => this.#suspect(quiet));
  }

  /** Settles when the connection is lost or no shell can be had. The line that ran is then told by `loseLine`. */
  async serve(): Promise<Over> {
    let before: ShellOver | undefined;
    for (let short = 0; short < shortLives; ) {
      this.#listener.state({ kind: 'starting' });
      if (before !== undefined && before.kind !== 'lost') this.#line?.shellEnded(before);
      const start = await this.#start();
      if (start.kind === 'failed') return { failure: start.failure, retry: false };
      if (start.kind === 'lost') return this.#connectionOver();
      await this.#welcome(start, before);
      const since = performance.now();
      before = await this.#over.promise;
      this.#leave(start.shell);
      if (this.#closing) return { failure: gone, retry: false };
      if (before.kind === 'closed' || before.kind === 'lost') return this.#connectionOver();
      const brief = !this.#ranLine && performance.now() - since < shortLife;
      short = brief ? short + 1 : 0;
    }
    return { failure: keepsEnding, retry: false };
  }

  run(command: string, options: LineOptions): RunningLine | 'busy' | 'absent' {
    if (this.#place === undefined) return 'absent';
    if (this.#line !== undefined) return 'busy';
    this.#ranLine = true;
    this.#line = new RunningLine(this.#place, command, options);
    return this.#line;
  }

  /** Absent: the connection is gone. */
  access(): HostAccess | undefined {
    if (this.#gone) return undefined;
    const path = this.#place?.shell.lastMark.cwd ?? this.#memory.cwd;
    const cwd = path === undefined ? {} : { cwd: decodePath(path) };
    const connection = this.#connection;
    return {
      connection,
      ...cwd,
      terminal: (kind, command) => {
        const start = { ...cwd, ...(command !== undefined && { command }) };
        return connection.exec(terminalRequest(start, this.#form), kind);
      },
    };
  }

  loseLine(failure: Failure): void {
    this.#line?.lost(failure);
  }

  /** HUP to a running line and its shell; settles when they are gone, at the latest after a second. */
  async hangUp(): Promise<void> {
    if (this.#place === undefined || this.#line === undefined) return;
    this.#closing = true;
    const signals = new ShellSignals(this.#place.shell, this.#controls);
    const ended = signals.hangUp().then(() => this.#over.promise);
    await within(hangUpMs, ended);
  }

  close(): void {
    this.#connection.close();
    this.#apart?.close();
  }

  async #start(): Promise<Start> {
    const over = Promise.withResolvers<ShellOver>();
    this.#over = over;
    const listener = {
      late: (stream: Stream, bytes: Uint8Array) => this.#listener.late(stream, bytes),
      ended: over.resolve,
    };
    const attempt = () => startShell(this.#connection, this.#host.shell, listener);
    const lost = this.#lost.promise.then((): Start => ({ kind: 'lost' }));
    try {
      return await Promise.race([attempt(), lost]);
    } catch (error) {
      if (!(error instanceof ChannelRefused)) throw error;
    }
    for (const channel of this.#leftovers) channel.close();
    this.#leftovers.clear();
    await within(refusedMs, lost);
    return Promise.race([attempt(), lost]).catch((error): Start => {
      if (!(error instanceof ChannelRefused)) throw error;
      return { kind: 'failed', failure: noChannel };
    });
  }

  async #welcome(start: Extract<Start, { kind: 'started' }>, before?: ShellOver): Promise<void> {
    const { shell } = start;
    this.#form = start.form;
    if (start.notice !== undefined) this.#listener.notice(start.notice);
    const { cwd } = this.#memory;
    const restored = cwd === undefined ? undefined : await restore(shell, cwd, this.#over.promise);
    if (restored === 'ended') return;
    const facts = { ...shell.facts, cwd: decodePath(shell.lastMark.cwd) };
    this.#ready = { kind: 'ready', shell: facts, ...(restored && { restored: true }) };
    this.#place = this.#placeOf(shell);
    this.#ranLine = false;
    this.#listener.state(this.#ready);
    if (restored) this.#listener.notice(replacedNotice(before, this.#wedged, restored));
    this.#wedged = false;
  }

  #placeOf(shell: Shell): Place {
    return {
      shell,
      connection: this.#connection,
      ...this.#controls,
      form: this.#form,
      ended: this.#over.promise,
      late: (stream, bytes) => this.#listener.late(stream, bytes),
      notice: (text) => this.#listener.notice(text),
      replaceShell: () => void this.#replace(shell),
      done: () => {
        this.#line = undefined;
      },
    };
  }

  async #replace(shell: Shell): Promise<void> {
    if (this.#place?.shell !== shell) return;
    this.#place = undefined;
    this.#wedged = true;
    const over = this.#over;
    this.#listener.state({ kind: 'starting' });
    await within(killMs, new ShellSignals(shell, this.#controls).killShell());
    await within(killMs, over.promise);
    over.resolve({ kind: 'closed' });
  }

  #leave(shell: Shell): void {
    this.#memory.cwd = shell.lastMark.cwd;
    this.#place = undefined;
    this.#ready = undefined;
    this.#leftovers.add(shell.channel);
    shell.channel.onClose(() => this.#leftovers.delete(shell.channel));
  }

  async #connectionOver(): Promise<Over> {
    const failure = await within(lossMs, this.#lost.promise);
    this.close();
    return { failure: failure ?? gone, retry: true };
  }

  #lose(failure: Failure): void {
    this.#gone = true;
    this.#place = undefined;
    this.#lost.resolve(failure);
    this.#over.resolve({ kind: 'lost' });
  }

  #suspect(quiet: boolean): void {
    if (this.#ready === undefined) return;
    this.#listener.state(quiet ? { kind: 'suspect', since: Date.now() } : this.#ready);
  }
}

const gone: Failure = { kind: 'unreachable', message: 'the connection was lost' };

const keepsEnding: Failure = {
  kind: 'no-shell',
  message: 'the shell ends as soon as it starts – look at what ends it there',
};

const noChannel: Failure = {
  kind: 'no-shell',
  message: 'the server allows no channel for a shell – raise MaxSessions there',
};
