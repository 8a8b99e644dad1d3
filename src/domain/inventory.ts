import type { Host } from './host.ts';
import type { Secret } from './secret.ts';

export interface Inventory {
  /** In the order of the file. */
  readonly hosts: ReadonlyMap<string, Host>;
  readonly groups: ReadonlyMap<string, Group>;
  /** Stored secrets: by host name, what is written in the file itself. */
  readonly passwords: ReadonlyMap<string, Secret>;
  readonly identities: ReadonlyMap<string, Secret>;
  /** Said once at the start, e.g. that the file with passwords lies in a git work tree. */
  readonly warnings: readonly string[];
}

export interface Group {
  readonly name: string;
  /** All of them, child groups included, each once, in the order of the inventory. */
  readonly hosts: readonly string[];
  readonly guard: boolean;
  /** What is destructive too on its hosts, where they are guarded: words, each with `*` for any text. */
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

/** The inventory is wrong: told before the screen opens, exit status 3. */
export class InventoryError extends Error {
  override readonly name = 'InventoryError';
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    super(problems.map((p) => `${p.file}:${p.line}:${p.column}: ${p.message}`).join('\n'));
    this.problems = problems;
  }
}
