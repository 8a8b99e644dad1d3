import type { ListedRun } from '../domain/listed-run.ts';
import type { RollKey } from '../domain/roll-change.ts';
import type { TerminalSize } from '../domain/terminal.ts';
import type { TrustEntry } from '../domain/trust.ts';

/** What the screen asks of the rest of the program; `screen.ts` passes the functions in. */
export interface Actions {
  /** A line was entered at the prompt. An error is thrown as UsageError: the text stays in the prompt. */
  enter(line: string): void;
  /** Interrupt the run that is going: everywhere, or on these hosts. True when there was one. */
  interrupt(hosts?: readonly string[]): boolean;
  /** Lines that a view shows and the store does not have; asked again only after they came. */
  read(run: string, host: string, from: number, count: number): void;
  /** Let a straggler go: the run does not wait for this host. */
  letGo(host: string): void;
  /** A real terminal on this host: opened, or looked at again. */
  openTerminal(host: string, command?: string): void;
  /** Raw bytes for the terminal that is looked at. */
  typeInTerminal(bytes: Buffer): void;
  fitTerminal(size: TerminalSize): void;
  /** To the standard input of the run that reads it: of this host, or of all. */
  sendInput(text: string, host?: string): void;
  endInput(): void;
  /** Send the line, whatever it draws. */
  enterAnyway(line: string): void;
  /** The guarded line is meant. */
  sure(): void;
  retry(): void;
  /** The output of these hosts into the clipboard or the pager, or of all hosts of the run into files. */
  takeOutput(taking: 'copy' | 'write' | 'page' | 'page-raw', hosts: readonly string[]): void;
  /** The target is these hosts from now on. */
  select(hosts: readonly string[]): void;
  targetBack(): void;
  roll(key: RollKey): void;
  /** Look at this run, of today or of an earlier day. */
  openRun(run: ListedRun): void;
  /** The next older or newer run of earlier days; beyond them those of today. */
  walkEarlier(by: 1 | -1): void;
  reconnect(hosts: readonly string[]): void;
  /** Accept these host keys. */
  trust(entries: readonly TrustEntry[]): void;
  saveKeys(entries: readonly TrustEntry[]): void;
  answer(ask: number, answers: readonly string[] | null): void;
  quit(): void;
}
