import type { HostState } from '../domain/host.ts';
import type { Run } from '../domain/run.ts';
import type { Argument } from '../shell/argument.ts';
import type { RollRequest } from '../shell/parse-roll.ts';

/** A built-in: a value with a name, a description and a function; somebody else owns the loop. */
export interface Command {
  readonly name: string;
  /** How it is typed, without the colon. */
  readonly usage: string;
  readonly summary: string;
  /** What stands behind the name, for Tab; absent: nothing, or what nobody can know. */
  readonly takes?: readonly Argument[];
  run(context: CommandContext, args: CommandArguments): void;
}

export interface CommandArguments {
  /** All after the name, trimmed. */
  readonly text: string;
  /** The same, split at white space. */
  readonly words: readonly string[];
}

/** What a built-in may know and do. */
export interface CommandContext {
  readonly target: { readonly text: string; readonly hosts: readonly string[] };
  readonly runs: readonly Run[];
  readonly groups: ReadonlyMap<string, readonly string[]>;
  hostState(host: string): HostState;
  /** Seconds after which lines are interrupted. */
  readonly timeLimit?: number;
  setTimeLimit(seconds: number | undefined): void;
  /**
   * Start a line on these hosts (default: the target), or queue it behind the run that is going. `limit`: seconds, where
   * it has a time limit of its own.
   */
  run(command: string, hosts?: readonly string[], limit?: number | 'none'): void;
  /** Start what a run did again on these hosts: its line, or its transfer. */
  repeat(run: Run, hosts: readonly string[]): void;
  /** Copy files; `words` are the options and paths as typed. @throws UsageError */
  transfer(kind: 'put' | 'get', words: readonly string[]): void;
  /** The same, and its programs read this file of our machine, or what is typed next. @throws UsageError */
  runWithInput(command: string, file?: string): void;
  /** What the line would be on each host of the target. @throws UsageError */
  preview(command: string): ReadonlyMap<string, string>;
  /** The same on terminals of their own, beside the shells. */
  onTerminals(command: string): void;
  /** Repeat a line every so many seconds; undefined: no more. @throws UsageError */
  watch(what: { readonly command: string; readonly every: number } | undefined): void;
  /** Wheel and clicks are ours, or the terminal's own. */
  mouse(on: boolean): void;
  /** One number of each host as a bar: the Nth it said, or the last. */
  chart(nth: number | undefined): void;
  /** A line batch by batch. @throws UsageError; nothing was started then */
  roll(request: RollRequest): void;
  /** The lanes of the roll. @throws UsageError when there is none */
  showRoll(): void;
  /** A real terminal on this host (default: the only one of the target, or the one with the cursor). */
  terminal(host?: string, command?: string): void;
  interrupt(hosts?: readonly string[]): void;
  reconnect(hosts: readonly string[]): void;
  /** The screen of unknown host keys. @throws UsageError when there is none */
  trust(): void;
  /** Whether the operator is called when a long run ends; `undefined` leaves it as it is. Returns what holds now. */
  notify(on: boolean | undefined): boolean;
  /** Whether a debug log is written. Returns its file, if there is one. @throws UsageError where it cannot be written */
  debug(on: boolean): string | undefined;
  /** Returns how many sudo passwords were known. */
  forgetSudo(): number;
  /** Reads the inventory again. @throws UsageError where there is no file */
  reload(): void;
  /** Lines of the stream that are shown, left out, lit up; undefined: no pattern. */
  setStreamPattern(part: 'only' | 'hide' | 'light', pattern: string | undefined): void;
  /** Leave these hosts out of the stream, too. @throws UsageError */
  mute(target: string): void;
  unmuteAll(): void;
  showRun(number: number): void;
  /** Write the run that is looked at to a file; absent: one named after it. */
  exportRun(format: string, file?: string): void;
  /** All runs that are kept, to choose one from; only those in which these words are found. */
  listRuns(words: string): void;
  /** Several lines over the screen, closed by Esc. */
  show(title: string, lines: readonly string[]): void;
  /** The keys and built-ins. */
  help(): void;
  /** One line under the prompt. */
  say(text: string): void;
  quit(): void;
}
