/** What a worker must know; the answer crosses in one message of its own. */
export type Question = LoginQuestion | SudoQuestion;

/** What a sudo there asks for; `prompt` is its own wording. */
export interface SudoQuestion {
  readonly kind: 'sudo';
  readonly user: string;
  readonly prompt: string;
  /** When its line was sent, epoch ms. */
  readonly since: number;
  /** It has refused the last answer. */
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
  /** The one before was refused. */
  readonly again?: true;
}

/** A key's text, opened: the one that the inventory holds, or that of an encrypted file. */
export interface IdentityQuestion {
  readonly kind: 'identity';
  readonly file?: string;
}

/** What opens that file. */
export interface PassphraseQuestion {
  readonly kind: 'passphrase';
  readonly file: string;
  readonly again?: true;
}

/** What a server asks by keyboard-interactive (RFC 4256), made safe to show. */
export interface KeyboardQuestion {
  readonly kind: 'keyboard';
  readonly instructions: string;
  readonly prompts: readonly { readonly text: string; readonly echo: boolean }[];
}

/** What became of the last answer that a host got; `undecided`: the connection was lost over it, or something else was wrong. */
export interface Judgement {
  readonly of: 'password' | 'sudo';
  readonly verdict: Verdict;
}

export type Verdict = 'accepted' | 'refused' | 'undecided';

/** There is no answer, and its reason belongs to the host: *why – what to do*. */
export class NotAnswered extends Error {
  override readonly name = 'NotAnswered';
}
