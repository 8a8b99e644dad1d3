import type { Failure } from '../domain/failure.ts';
import type { HostState, ShellFacts } from '../domain/host.ts';
import type { ListingQuery } from '../domain/listing.ts';
import type { Stream } from '../domain/run.ts';
import type { Connection } from '../transport/channel.ts';
import type { Route } from '../transport/route.ts';
import { within } from '../transport/time-limit.ts';
import { CommandLine } from './command-line.ts';
import { openControls } from './controls.ts';
import { hostAccess } from './host-access.ts';
import type { HostMemory } from './host-memory.ts';
import { IdleWork } from './idle-work.ts';
import { decodePath } from './mark.ts';
import { findOrphan, orphanNotice, orphanOf } from './orphan.ts';
import type { HostAccess, HostLine, HostListener, LineOptions } from './remote-host.ts';
import { type Restored, restore } from './restore.ts';
import { type Place, RunningLine } from './running-line.ts';
import type { Shell } from './shell.ts';
import { replacedNotice } from './shell-notice.ts';
import { endShell } from './shell-signals.ts';
import { type ShellOver, ShellStarts, type StartedShell } from './shell-starts.ts';
import { perCommandFacts } from './start-shell.ts';

/** After a channel closed without an exit, how long the connection may take to report its loss, ms. */
const lossMs = 1000;
/** How long commands may take to end after SIGHUP, ms. */
const hangUpMs = 1000;
/** How long the host may take to report on an orphan, ms. */
const lookMs = 5000;
/** A shell that ends within this time, ms, without having run a line, so many times in a row, is not started again. */
const shortLife = 1000;
const shortLives = 3;

/** How the shells of one connection ended. */
export interface Over {
  readonly failure: Failure;
  readonly retry: boolean;
}

/** Keeps a shell alive on one connection: starts it, gives it lines, replaces it when it ends. */
export class ShellLife {
  readonly #connection: Connection;
  readonly #dialAgain: () => Promise<Connection>;
  readonly #listener: HostListener;
  readonly #memory: HostMemory;
  readonly #controls: ReturnType<typeof openControls>;
  readonly #lost = Promise.withResolvers<Failure>();
  readonly #starts: ShellStarts;
  /** What every line is given of this place. */
  readonly #ofLine = {
    late: (stream: Stream, bytes: Uint8Array) => this.#listener.late(stream, bytes),
    done: () => {
      this.#line = undefined;
    },
  };
  #over = Promise.withResolvers<ShellOver>();
  #place: Place | undefined;
  #line: RunningLine | CommandLine | undefined;
  #ranLine = false;
  /** The newest background job that is remembered. */
  #job: number | undefined;
  #wedged = false;
  #closing = false;
  #gone = false;
  #perCommand = false;
  #ready: Extract<HostState, { kind: 'ready' }> | undefined;

  /** `dialAgain` gives a further connection to the same host. */
  constructor(
    host: Route,
    connection: Connection,
    dialAgain: () => Promise<Connection>,
    listener: HostListener,
    memory: HostMemory,
  ) {
    this.#connection = connection;
    this.#dialAgain = dialAgain;
    this.#listener = listener;
    this.#memory = memory;
    this.#controls = openControls(connection, dialAgain, () => this.#starts.form);
    const lost = this.#lost.promise;
    this.#starts = new ShellStarts(host, connection, this.#controls, listener, lost);
    connection.onLost((failure) => this.#lose(failure));
    connection.onSuspect((silence) => this.#suspect(silence));
  }

  /** Settles when the connection is lost or no shell can be started. The running line is then ended by `loseLine`. */
  async serve(): Promise<Over> {
    let before: ShellOver | undefined;
    for (let short = 0; short < shortLives; ) {
      this.#listener.state({ kind: 'starting' });
      if (before !== undefined && before.kind !== 'lost') this.#line?.shellEnded(before);
      const start = await this.#starts.start(this.#memory);
      if (start.kind === 'failed') return { failure: start.failure, retry: false };
      if (start.kind === 'per-command') await this.#serveCommands();
      if (start.kind !== 'started') return this.#connectionOver();
      await this.#welcome(start, before);
      const since = performance.now();
      before = await this.#over.promise;
      this.#leave(start.shell);
      // Whoever types `exit` may want a clean shell.
      if (before.kind === 'exited' && !this.#wedged) this.#memory.change({ snapshot: null });
      if (this.#closing) return { failure: gone, retry: false };
      if (before.kind === 'closed' || before.kind === 'lost') return this.#connectionOver();
      const brief = !this.#ranLine && performance.now() - since < shortLife;
      short = brief ? short + 1 : 0;
    }
    return { failure: keepsEnding, retry: false };
  }

  run(command: string, options: LineOptions): HostLine | 'busy' | 'absent' {
    if (this.#place === undefined && !this.#perCommand) return 'absent';
    if (this.#line !== undefined) return 'busy';
    this.#ranLine = true;
    this.#line =
      this.#place === undefined
        ? new CommandLine(this.#connection, command, options, this.#ofLine)
        : new RunningLine(this.#place, command, options);
    return this.#line;
  }

  /** Absent: the connection is gone. */
  access(): HostAccess | undefined {
    if (this.#gone) return undefined;
    const path = this.#place?.shell.lastMark.cwd ?? this.#memory.all.cwd;
    return hostAccess({
      connection: this.#connection,
      dialAgain: this.#dialAgain,
      form: this.#starts.form,
      ...(path !== undefined && { cwd: decodePath(path) }),
      ...(this.#place?.askpass && { askpass: this.#place.askpass }),
    });
  }

  /** Only if there is a shell: an account that allows none cannot list either. */
  list(query: ListingQuery): Promise<string | undefined> {
    const cwd = this.#place?.shell.lastMark.cwd;
    return this.#controls.lister.list(query, cwd, this.#memory.all.snapshot);
  }

  loseLine(failure: Failure): void {
    this.#line?.lost(failure);
  }

  /** Sends HUP to a running line and its shell; settles when they are gone, after a second at the latest. */
  async hangUp(): Promise<void> {
    if (this.#line instanceof CommandLine) {
      await within(hangUpMs, this.#line.hangUp());
      return;
    }
    if (this.#place === undefined || this.#line === undefined) return;
    this.#closing = true;
    await within(
      hangUpMs,
      this.#line.hangUp().then(() => this.#over.promise),
    );
  }

  close(): void {
    this.#connection.close();
    this.#controls.close();
  }

  /** Serves lines on channels of their own until the connection is lost. */
  async #serveCommands(): Promise<void> {
    this.#perCommand = true;
    this.#ready = { kind: 'ready', shell: perCommandFacts };
    this.#listener.state(this.#ready);
    this.#listener.notice(perCommandNotice);
    await this.#lost.promise;
  }

  async #welcome(start: StartedShell, before?: ShellOver): Promise<void> {
    const { shell } = start;
    this.#over = start.over;
    if (this.#gone) this.#over.resolve({ kind: 'lost' });
    if (start.notice !== undefined) this.#listener.notice(start.notice);
    const restored = await this.#restore(shell);
    if (restored === 'ended') return;
    const orphan = await this.#lookForOrphan();
    if (this.#gone) return;
    this.#ready = {
      kind: 'ready',
      shell: this.#factsOf(shell),
      ...(restored && { restored: true }),
      ...(orphan && orphan.left.length > 0 && { orphan: orphan.left }),
    };
    this.#place = this.#placeOf(shell);
    this.#ranLine = false;
    this.#remember(shell);
    this.#listener.state(this.#ready);
    if (restored) this.#listener.notice(replacedNotice(before, this.#wedged, restored));
    if (orphan) this.#listener.notice(orphan.notice);
    this.#wedged = false;
  }

  async #restore(shell: Shell): Promise<Restored | 'ended' | undefined> {
    const { cwd, snapshot } = this.#memory.all;
    if (cwd === undefined) return undefined;
    return restore(shell, { cwd, ...(snapshot && { snapshot }) }, this.#over.promise);
  }

  async #lookForOrphan(): Promise<{ left: readonly number[]; notice: string } | undefined> {
    const { orphan } = this.#memory.all;
    if (orphan === undefined) return undefined;
    const over = this.#over.promise.then(() => undefined);
    const left = await within(lookMs, Promise.race([findOrphan(orphan, this.#controls), over]));
    if (this.#gone) return undefined;
    this.#memory.change({ orphan: null });
    return left && { left, notice: orphanNotice(orphan, left) };
  }

  #factsOf({ facts, lastMark }: Shell): ShellFacts {
    const lacking = this.#memory.all.withoutFiles ? ['without startup files'] : [];
    const unusual = [facts.unusual ?? [], lacking].flat().join(', ');
    return { ...facts, cwd: decodePath(lastMark.cwd), ...(unusual !== '' && { unusual }) };
  }

  #placeOf(shell: Shell): Place {
    const { late, done } = this.#ofLine;
    const idle = new IdleWork(shell, late, this.#memory);
    void this.#over.promise.then(() => idle.stop());
    return {
      shell,
      whenIdle: (command) => idle.hold(command),
      connection: this.#connection,
      control: this.#controls.control,
      apart: this.#controls.apart,
      form: this.#starts.form,
      ...(shell.facts.uid !== 0 && { askpass: () => this.#starts.openAskpass() }),
      ended: this.#over.promise,
      late,
      notice: (text) => this.#listener.notice(text),
      replaceShell: () => void this.#replace(shell),
      done: () => {
        done();
        this.#remember(shell);
        idle.lineOver();
      },
    };
  }

  #remember(shell: Shell): void {
    const { cwd, job } = shell.lastMark;
    const sameShell = this.#memory.all.shell?.pid === shell.facts.pid && job === this.#job;
    this.#memory.change(sameShell ? { cwd } : { cwd, shell: orphanOf(shell) ?? null });
    this.#job = job;
  }

  async #replace(shell: Shell): Promise<void> {
    if (this.#place?.shell !== shell) return;
    this.#place = undefined;
    this.#wedged = true;
    const over = this.#over;
    this.#listener.state({ kind: 'starting' });
    await endShell(shell, this.#controls, over.promise);
    // If it has not ended by now, the whole connection is given up.
    over.resolve({ kind: 'closed' });
  }

  #leave(shell: Shell): void {
    this.#memory.change({ cwd: shell.lastMark.cwd });
    this.#place = undefined;
    this.#ready = undefined;
    this.#starts.leave(shell);
  }

  async #connectionOver(): Promise<Over> {
    const failure = await within(lossMs, this.#lost.promise);
    this.close();
    return { failure: failure ?? gone, retry: true };
  }

  #lose(failure: Failure): void {
    this.#gone = true;
    this.#perCommand = false;
    const orphan = this.#place && this.#line?.isSent ? orphanOf(this.#place.shell) : undefined;
    if (orphan !== undefined) this.#memory.change({ orphan });
    this.#place = undefined;
    this.#lost.resolve(failure);
    this.#over.resolve({ kind: 'lost' });
  }

  #suspect(silence: number | undefined): void {
    if (this.#ready === undefined) return;
    const isHeard = silence === undefined;
    this.#listener.state(isHeard ? this.#ready : { kind: 'suspect', since: Date.now() - silence });
  }
}

const perCommandNotice =
  'restricted account: each line runs by itself, nothing is kept – no cd, no variables';

const gone: Failure = { kind: 'unreachable', message: 'the connection was lost' };

const keepsEnding: Failure = {
  kind: 'no-shell',
  message: 'the shell ends as soon as it starts – look at what ends it there',
};
