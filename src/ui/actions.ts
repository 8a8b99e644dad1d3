import type { ListedRun } from '../domain/listed-run.ts';
import type { RollKey } from '../domain/roll-change.ts';
import type { TerminalSize } from '../domain/terminal.ts';
import type { TrustEntry } from '../domain/trust.ts';

/** What the screen asks of the rest of the program; `app/shell.ts` passes the functions in. */
export interface Actions {
  /** A line was entered at the prompt. If it throws a UsageError, the text stays in the prompt. */
  enter(line: string): void;
  /** Interrupts the current run, everywhere or on these hosts. Returns true if there was one. */
  interrupt(hosts?: readonly string[]): boolean;
  /** Reads lines that a view shows and the store lacks; not asked again until they have come. */
  read(run: string, host: string, from: number, count: number): void;
  /** Lets a straggler go: the run no longer waits for this host. */
  letGo(host: string): void;
  /** Opens a real terminal on this host, or shows it again. */
  openTerminal(host: string, command?: string): void;
  /** Raw bytes for the terminal that is shown. */
  typeInTerminal(bytes: Buffer): void;
  fitTerminal(size: TerminalSize): void;
  /** Sends to the standard input of the current run: to this host, or to all. */
  sendInput(text: string, host?: string): void;
  endInput(): void;
  /** Sends the line even if it draws a whole screen. */
  enterAnyway(line: string): void;
  /** The operator confirms the guarded line. */
  sure(): void;
  retry(): void;
  /** Sends the output of these hosts to the clipboard or the pager, or writes that of all hosts of the run to files. */
  takeOutput(taking: 'copy' | 'write' | 'page' | 'page-raw', hosts: readonly string[]): void;
  /** Makes these hosts the target. */
  select(hosts: readonly string[]): void;
  targetBack(): void;
  roll(key: RollKey): void;
  /** Shows this run, of today or of an earlier day. */
  openRun(run: ListedRun): void;
  /** Shows the next older (-1) or newer (1) run of earlier days; the newest is followed by today's. */
  walkEarlier(by: 1 | -1): void;
  reconnect(hosts: readonly string[]): void;
  /** Accepts these host keys. */
  trust(entries: readonly TrustEntry[]): void;
  saveKeys(entries: readonly TrustEntry[]): void;
  answer(ask: number, answers: readonly string[] | null): void;
  quit(): void;
}
