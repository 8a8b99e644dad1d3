import type { Failure } from '../domain/failure.ts';
import type { Outcome } from '../domain/outcome.ts';
import type { Stream } from '../domain/run.ts';
import { messageOf } from '../domain/thrown.ts';
import type { Connection } from '../transport/channel.ts';
import { within } from '../transport/time-limit.ts';
import type { Askpass } from './askpass.ts';
import type { Controls } from './controls.ts';
import { exitCode } from './exit-code.ts';
import { Ladder, type Rungs } from './ladder.ts';
import { LineInput } from './line-input.ts';
import { decodePath, type Mark } from './mark.ts';
import type { ChannelEnd } from './marked-channel.ts';
import type { HostLine, LineEnding, LineOptions } from './remote-host.ts';
import { settle } from './settle.ts';
import type { LineSink, Shell } from './shell.ts';
import { ShellSignals } from './shell-signals.ts';
import type { RequestForm } from './start-request.ts';
import { usesSudo } from './sudo-line.ts';

/** When a line runs longer than this, ms, the control channel is opened: Ctrl-C may follow. */
const warmAfter = 1000;
/** How long a signal in flight may take when the line has already ended, ms. */
const signalMs = 2000;
/**
 * How much output is let through after an interrupt although its reader is paused, bytes: the mark is behind it. More
 * than SSH's window (2 MiB in ssh2) and the buffers at both ends; a flood that ignores INT stops again after it.
 */
const interruptedBytes = 8 * 1024 * 1024;

/** Where a line runs, and whom it reports to. */
export interface Place extends Controls {
  readonly shell: Shell;
  /** Settles when the shell is ready for a line; `undefined` if it is. From then on the shell is ours until `done`. */
  whenIdle(command: string): Promise<void> | undefined;
  readonly connection: Connection;
  readonly form: RequestForm;
  /** Opens an askpass for one line's sudos; absent if sudo needs no password here. */
  askpass?(): Promise<Askpass>;
  /** Settles when this shell has ended or its connection is lost. */
  readonly ended: Promise<unknown>;
  late(stream: Stream, bytes: Uint8Array): void;
  notice(text: string): void;
  /** The shell does not answer: kill it and start another. */
  replaceShell(): void;
  /** The line is over; the shell takes the next one. */
  done(line: RunningLine): void;
}

/** One line, from its sending to its one ending; docs/persistent-shell.md tells how. */
export class RunningLine implements HostLine, LineSink {
  readonly ended: Promise<LineEnding>;
  readonly #end: (ending: LineEnding) => void;
  readonly #place: Place;
  readonly #options: LineOptions;
  /** `over`: the line has ended; what follows is not reported. */
  #stage: 'waiting' | 'sent' | 'over' = 'waiting';
  readonly #startedAt = performance.now();
  #ladder: Ladder | undefined;
  #input: LineInput | undefined;
  #askpass: Askpass | undefined;
  #timedOut = false;
  #gaveUp = false;
  #paused = false;
  #free = 0;
  #warm: NodeJS.Timeout | undefined;
  #limit: NodeJS.Timeout | undefined;

  constructor(place: Place, command: string, options: LineOptions) {
    const { promise, resolve } = Promise.withResolvers<LineEnding>();
    this.ended = promise;
    this.#end = resolve;
    this.#place = place;
    this.#options = options;
    const idle = place.whenIdle(command);
    if (options.input !== undefined) this.#input = new LineInput();
    const plain = this.#input === undefined && !usesSudo(command);
    if (idle === undefined && plain) this.#send(command);
    else void this.#prepare(command, idle);
  }

  get isSent(): boolean {
    return this.#stage === 'sent';
  }

  interrupt(): void {
    this.#climb(false);
  }

  /** Settles when HUP has been sent to the shell and all that it runs. */
  hangUp(): Promise<void> {
    return this.#signals().hangUp();
  }

  pause(): void {
    if (this.#stage === 'over') return;
    this.#paused = true;
    if (this.#free <= 0) this.#place.shell.pause();
  }

  resume(): void {
    if (!this.#paused) return;
    this.#paused = false;
    this.#place.shell.resume();
  }

  write(bytes: Uint8Array): boolean {
    return this.#input?.write(bytes) ?? true;
  }

  end(): void {
    this.#input?.end();
  }

  /** From the shell. */
  output(stream: Stream, bytes: Uint8Array): void {
    this.#options.output(stream, bytes);
    if (this.#free <= 0) return;
    this.#free -= bytes.length;
    if (this.#free <= 0 && this.#paused) this.#place.shell.pause();
  }

  /** From the shell. */
  marked(mark: Mark): void {
    this.#stopTimers();
    if (this.#stage !== 'sent') return;
    this.#stage = 'over';
    if (this.#ladder === undefined) {
      this.#finish({ kind: 'exited', code: mark.code }, mark);
      return;
    }
    void this.#settle(this.#ladder, mark);
  }

  /** The shell ended while the line ran. */
  shellEnded(end: ChannelEnd): void {
    if (this.#stage === 'over') return;
    this.#finish(this.#outcomeOf(end));
  }

  /** The connection is gone. */
  lost(failure: Failure): void {
    if (this.#stage === 'over') return;
    const ran = this.#stage === 'sent';
    this.#finish(ran ? { kind: 'lost', failure } : { kind: 'not-started', failure });
  }

  #send(command: string, input?: string, before?: string): void {
    const { shell, control } = this.#place;
    this.#stage = 'sent';
    const { timeout } = this.#options;
    if (timeout !== undefined) this.#limit = setTimeout(() => this.#timeOut(), timeout * 1000);
    if (!control.isOpen) this.#warm = setTimeout(() => control.warm(), warmAfter);
    shell.run(command, this, input, before);
  }

  async #prepare(command: string, idle: Promise<void> | undefined): Promise<void> {
    if (idle !== undefined) await idle;
    const before = usesSudo(command) ? await this.#beforeSudo() : '';
    if (this.#stage !== 'waiting') return;
    const { input } = this.#options;
    if (this.#input === undefined || input === undefined) this.#send(command, undefined, before);
    else await this.#sendWithInput(command, this.#input, input.onDrain, before);
  }

  async #beforeSudo(): Promise<string> {
    const { askpass, notice } = this.#place;
    if (askpass === undefined) return '';
    try {
      this.#askpass = await askpass();
      if (this.#stage !== 'waiting') this.#askpass.close();
      return await this.#askpass.before();
    } catch (error) {
      notice(`sudo cannot ask for a password: ${messageOf(error)}`);
      return '';
    }
  }

  async #sendWithInput(
    command: string,
    input: LineInput,
    onDrain: () => void,
    before: string,
  ): Promise<void> {
    const { connection, form, control } = this.#place;
    try {
      const path = await input.open(connection, form, onDrain);
      if (this.#stage === 'waiting') this.#send(command, path, before);
      else input.finish(control);
    } catch (error) {
      this.lost({ kind: 'protocol', message: `no standard input: ${messageOf(error)}` });
    }
  }

  #climb(automatic: boolean): void {
    if (this.#stage === 'over') return;
    if (this.#stage === 'waiting') {
      this.lost({ kind: 'canceled', message: 'interrupted before it was sent' });
      return;
    }
    this.#ladder ??= new Ladder(this.#rungs(), automatic);
    this.#ladder.climb();
  }

  #timeOut(): void {
    if (this.#ladder !== undefined) return;
    this.#timedOut = true;
    this.#climb(true);
  }

  #signals(): ShellSignals {
    return new ShellSignals(this.#place.shell, this.#place, this.#startedAt, this.#askpass?.asRoot);
  }

  #rungs(): Rungs {
    const { shell, notice } = this.#place;
    const signals = this.#signals();
    return {
      interrupt: () => signals.interrupt().then(() => this.#letThrough()),
      tree: async (signal) => {
        const processes = await signals.tree(signal);
        if (signal !== undefined) this.#letThrough();
        return processes;
      },
      repeatEnd: () => shell.repeatEnd(),
      giveUp: () => {
        this.#gaveUp = true;
        this.#place.replaceShell();
      },
      stillRunning: (processes, next) =>
        notice(`still running: pid ${processes.join(', ')} – interrupt again to send ${next}`),
      isPaused: () => this.#paused && this.#free <= 0,
    };
  }

  /** The signal has arrived; the mark may be stuck behind output that nobody reads. */
  #letThrough(): void {
    if (this.#stage === 'over') return;
    this.#free = interruptedBytes;
    this.#place.shell.resume();
  }

  /** After an interrupt the next line is taken only once the shell answers again. */
  async #settle(ladder: Ladder, mark: Mark): Promise<void> {
    const { shell, ended, late, replaceShell } = this.#place;
    await within(signalMs, ladder.stop());
    if ((await settle(shell, ended, late)) === 'silent') replaceShell();
    this.#finish(this.#interrupted(mark.code), mark);
  }

  #outcomeOf(end: ChannelEnd): Outcome {
    if (this.#stage === 'waiting') {
      return {
        kind: 'not-started',
        failure: { kind: 'busy', message: 'the shell ended before it was sent' },
      };
    }
    if (this.#gaveUp || end.kind === 'closed') {
      const message = 'shell did not answer, new shell started';
      return { kind: 'lost', failure: { kind: 'protocol', message } };
    }
    if (this.#ladder !== undefined) return this.#interrupted(exitCode(end));
    return end;
  }

  #interrupted(code: number): Outcome {
    return { kind: 'interrupted', code, ...(this.#timedOut && { timeout: true }) };
  }

  #finish(outcome: Outcome, mark?: Mark): void {
    this.#stage = 'over';
    this.#stopTimers();
    void this.#ladder?.stop();
    if (this.#paused) this.resume();
    this.#input?.finish(this.#place.control);
    this.#askpass?.close(outcome.kind === 'exited' ? outcome.code : undefined);
    this.#place.done(this);
    this.#end(mark === undefined ? { outcome } : { outcome, cwd: decodePath(mark.cwd) });
  }

  #stopTimers(): void {
    clearTimeout(this.#warm);
    clearTimeout(this.#limit);
  }
}
