/** What a worker needs to know; the answer crosses in a message of its own. */
export type Question = LoginQuestion | SudoQuestion;

/** A sudo asks for its password; `prompt` is its own wording. */
export interface SudoQuestion {
  readonly kind: 'sudo';
  readonly user: string;
  readonly prompt: string;
  /** When its line was sent, epoch ms. */
  readonly since: number;
  /** Set if it refused the last answer. */
  readonly again?: true;
}

export type LoginQuestion =
  | PasswordQuestion
  | IdentityQuestion
  | PassphraseQuestion
  | KeyboardQuestion;

export interface PasswordQuestion {
  readonly kind: 'password';
  readonly user: string;
  /** Set if the last one was refused. */
  readonly again?: true;
}

/** Asks for an opened key: the one in the inventory, or an encrypted file. */
export interface IdentityQuestion {
  readonly kind: 'identity';
  readonly file?: string;
}

/** Asks for the passphrase of a file. */
export interface PassphraseQuestion {
  readonly kind: 'passphrase';
  readonly file: string;
  readonly again?: true;
}

/** A server's keyboard-interactive questions (RFC 4256), made safe to show. */
export interface KeyboardQuestion {
  readonly kind: 'keyboard';
  readonly instructions: string;
  readonly prompts: readonly { readonly text: string; readonly echo: boolean }[];
}

/**
 * The verdict on the last answer that a host was given; `undecided`: the connection was lost meanwhile, or something
 * else was wrong.
 */
export interface Judgement {
  readonly of: 'password' | 'sudo';
  readonly verdict: Verdict;
}

export type Verdict = 'accepted' | 'refused' | 'undecided';

/** There is no answer, for a reason to be shown at the host: *why – what to do*. */
export class NotAnswered extends Error {
  override readonly name = 'NotAnswered';
}
