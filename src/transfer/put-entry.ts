import type { LocalEntry } from './local-tree.ts';

/** A local file, folder or link, and where it goes. */
export interface PutEntry extends LocalEntry {
  readonly remote: string;
  /** Its place among the files and links, from 0: the order in which they are told. */
  readonly order: number;
  /** The same as it was typed: equal on hosts whose homes are not. */
  readonly shown: string;
}
