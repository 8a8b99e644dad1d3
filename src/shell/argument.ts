import type { Run } from '../domain/run.ts';

/** What stands behind a built-in's name; an `input` and `settings` may be left out. */
export type Argument =
  /** One of these, each with what it does or means, or something like them. */
  | { readonly kind: 'word'; readonly words: Readonly<Record<string, string>> }
  /** Hosts, or a single one, with or without `@`; a line behind them is theirs. */
  | { readonly kind: 'target'; readonly only?: 'host' }
  /** The number of a run, of these only where it is said. */
  | { readonly kind: 'run'; fits?(run: Run): boolean }
  /** A file of this machine that is read: a word behind `<`, quoted where need be. */
  | { readonly kind: 'input' }
  /** One that is not there yet: all that is left, as it is. */
  | { readonly kind: 'new-file' }
  /** Any of `name=value`. */
  | { readonly kind: 'settings'; readonly settings: Readonly<Record<string, Setting>> }
  /** The options and paths of a transfer. */
  | { readonly kind: 'transfer'; readonly of: 'put' | 'get' }
  /** All that is left is a line for the hosts. */
  | { readonly kind: 'line' };

export interface Setting {
  readonly summary: string;
  /** A line for the hosts, or like these words. */
  readonly value: 'line' | Readonly<Record<string, string>>;
}
