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

export type LoginQuestion = PasswordQuestion | KeyQuestion | KeyboardQuestion;

export interface PasswordQuestion {
  readonly kind: 'password';
  readonly user: string;
  /** The one before was refused. */
  readonly again?: true;
}

export type KeyQuestion =
  /** A key's text, opened: the one that the inventory holds, or that of an encrypted file. */
  | { readonly kind: 'identity'; readonly file?: string }
  /** What opens it; only people are asked for that, no worker needs it. */
  | { readonly kind: 'passphrase'; readonly file: string; readonly again?: true };

/** What a server asks by keyboard-interactive (RFC 4256), made safe to show. */
export interface KeyboardQuestion {
  readonly kind: 'keyboard';
  readonly instructions: string;
  readonly prompts: readonly { readonly text: string; readonly echo: boolean }[];
}

/** There is no answer, and its reason belongs to the host: *why – what to do*. */
export class NotAnswered extends Error {
  override readonly name = 'NotAnswered';
}
