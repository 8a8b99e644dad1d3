import type { Host } from './host.ts';
import type { Secret } from './secret.ts';

export interface Inventory {
  /** In the order of the file. */
  readonly hosts: ReadonlyMap<string, Host>;
  readonly groups: ReadonlyMap<string, Group>;
  /** Secrets written in the file itself, by host name. */
  readonly passwords: ReadonlyMap<string, Secret>;
  readonly identities: ReadonlyMap<string, Secret>;
  /** Shown once at the start, e.g. that a file with passwords lies in a git work tree. */
  readonly warnings: readonly string[];
}

export interface Group {
  readonly name: string;
  /** All hosts, including those of child groups, each once, in the order of the inventory. */
  readonly hosts: readonly string[];
  readonly guard: boolean;
  /** Further destructive commands for its guarded hosts: words, each with `*` for any text. */
  readonly guardCommands?: readonly string[];
  readonly record: boolean;
}

/** One mistake in an inventory file. Lines and columns count from 1. */
export interface Problem {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** What is wrong – what to write instead. */
  readonly message: string;
}

/** The inventory has mistakes: reported before the screen opens, exit status 3. */
export class InventoryError extends Error {
  override readonly name = 'InventoryError';
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    super(problems.map((p) => `${p.file}:${p.line}:${p.column}: ${p.message}`).join('\n'));
    this.problems = problems;
  }
}
