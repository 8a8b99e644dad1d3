import type { ListingQuery } from '../domain/listing.ts';

/** What the hosts of a target have said so far, or our own machine. */
export interface KnownNames {
  /** How many of them have each name; a folder's ends in `/`. */
  readonly names: ReadonlyMap<string, number>;
  /** How many have answered. */
  readonly of: number;
  /** Others may still answer: `soon`, or it takes longer than one waits for a list. */
  readonly waiting?: 'soon' | 'late';
}

/** `placeholders`: those of a line, such as `%{host}`; nobody need be asked for them. */
export type NameQuery = ListingQuery | { readonly kind: 'placeholders' };

/** Undefined: nobody is there to be asked. */
export type AskNames = (query: NameQuery) => KnownNames | undefined;

/** Where names are looked for. */
export interface NamePlace {
  readonly ask: AskNames;
  /** How it is said that so many have a name. */
  detail(on: number, of: number): string;
  readonly only?: 'folders';
  /** Paths are patterns there: a backslash takes the meaning of what follows it. */
  readonly patterns?: true;
}

export const onHosts = (ask: AskNames): NamePlace => ({
  ask,
  detail: (on, of) => `on ${on} of ${of}`,
});

/** A line of our own machine has no placeholders. */
export const onThisMachine = (ask: (query: ListingQuery) => KnownNames | undefined): NamePlace => ({
  ask: (query) => (query.kind === 'placeholders' ? undefined : ask(query)),
  detail: () => 'here',
});

/** `target`: as typed behind `@`; absent: that of the prompt. Undefined: no host of it is there to be asked. */
export type AskRemote = (target: string | undefined, query: NameQuery) => KnownNames | undefined;
