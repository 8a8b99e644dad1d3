import { ChannelRefused } from '../transport/channel.ts';
import { within } from '../transport/time-limit.ts';
import type { Controls } from './controls.ts';
import type { Shell } from './shell.ts';
import { killScript, parseTree, type TreeSignal, treeScript } from './tree-kill.ts';

/** How long a killed shell may take to be gone, ms. */
const killMs = 2000;
/** How long the control channel may take to answer, ms: more than a host at its limit needs. */
const answerMs = 10_000;

/**
 * Kills a shell that does not answer; settles when it has ended, or after a few seconds. `withTree`: also what it runs.
 */
export async function endShell(
  shell: Shell,
  controls: Controls,
  ended: Promise<unknown>,
  withTree = false,
): Promise<void> {
  const signals = new ShellSignals(shell, controls);
  await within(killMs, Promise.race([signals.killShell(withTree), ended]));
  await within(killMs, ended);
}

/**
 * Signals for what runs in a shell, through the control channel. Where the server allows no second channel: by the SSH
 * signal request, which has no effect for root and cannot spare an earlier job, or by a connection of its own – never
 * both ways, since a second INT makes many programs abort their cleanup.
 */
export class ShellSignals {
  readonly #shell: Shell;
  readonly #controls: Controls;
  /** When the line was sent, on the clock of `performance`. */
  readonly #startedAt: number;
  /** Gives a script the right to signal what the line runs. */
  readonly #withRights: (script: string) => string;
  /** Uptime in the last mark before the line. */
  readonly #since: number | undefined;
  /** The jobs of earlier lines; those that the running line starts are not spared. */
  readonly #jobs: readonly number[];

  constructor(
    shell: Shell,
    controls: Controls,
    startedAt = performance.now(),
    withRights = (script: string) => script,
  ) {
    this.#startedAt = startedAt;
    this.#withRights = withRights;
    this.#shell = shell;
    this.#controls = controls;
    this.#since = shell.lastMark.uptime;
    this.#jobs = [...shell.jobs];
  }

  /**
   * Sends INT to the shell's group; background jobs ignore it. Where earlier lines have left some, only to what the line
   * runs: in bash the programs of `(backup; notify) &` do not ignore it. Settles when it has been sent.
   */
  async interrupt(): Promise<void> {
    const { pid, pgid } = this.#shell.facts;
    if (pid === pgid && this.#jobs.length === 0) {
      await this.#send(killScript('INT', -pgid), 'INT');
      return;
    }
    await this.#send(`${killScript('INT', pid)}; ${this.#treeScript('INT')}`, 'INT');
  }

  /**
   * Lists the line's processes and signals them, sparing the shell and earlier jobs; `undefined` if they are not known.
   */
  async tree(signal?: 'TERM' | 'KILL'): Promise<readonly number[] | undefined> {
    const answer = await this.#send(this.#treeScript(signal), signal);
    return answer === undefined ? undefined : parseTree(answer);
  }

  /**
   * Kills the shell itself; its channel then ends. `withTree`: stops it first, so that it starts nothing more, and
   * kills what it runs.
   */
  async killShell(withTree: boolean): Promise<void> {
    const { pid } = this.#shell.facts;
    const before = withTree ? `${killScript('STOP', pid)}; ${this.#treeScript('KILL')}\n` : '';
    await this.#send(before + killScript('KILL', pid), 'KILL');
  }

  /** Sends HUP to the shell and all that it runs. */
  async hangUp(): Promise<void> {
    const { pid, pgid } = this.#shell.facts;
    await this.#send(killScript('HUP', pid === pgid ? -pgid : pid), 'HUP');
  }

  #treeScript(signal?: TreeSignal): string {
    return treeScript(
      {
        root: this.#shell.facts.pid,
        ...(this.#since !== undefined && { since: this.#since }),
        spared: this.#jobs,
        age: Math.ceil((performance.now() - this.#startedAt) / 1000),
      },
      signal,
    );
  }

  async #send(script: string, signal: string | undefined): Promise<string | undefined> {
    const { control } = this.#controls;
    try {
      const answer = await within(answerMs, control.ask(this.#withRights(script)));
      // The control shell may have been stopped, together with the line's processes: the next step of the ladder gets
      // another one.
      if (answer === undefined) control.abandon();
      return answer;
    } catch (error) {
      // Otherwise the connection is going down, and reports that itself.
      if (!(error instanceof ChannelRefused)) return undefined;
    }
    const asUser = this.#shell.facts.uid !== 0;
    if (asUser && (signal === 'INT' || signal === 'HUP')) {
      this.#shell.channel.signal(signal);
      return undefined;
    }
    try {
      return await this.#controls.apart.ask(this.#withRights(script));
    } catch {
      if (signal !== undefined) this.#shell.channel.signal(signal);
      return undefined;
    }
  }
}
