import type { LocalEntry } from './local-tree.ts';

/** A local file, folder or link, and where it goes. */
export interface PutEntry extends LocalEntry {
  readonly remote: string;
  /** The same as it was typed: equal on hosts whose homes are not. */
  readonly shown: string;
}
