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
  | {
      readonly kind: 'password';
      readonly user: string /** The one before was refused. */;
      readonly again?: true;
    }
  /** The key's text, kept in the inventory. */
  | { readonly kind: 'identity' }
  | { readonly kind: 'passphrase'; readonly file: string; readonly again?: true }
  | {
      readonly kind: 'keyboard';
      readonly instructions: string;
      readonly prompts: readonly { readonly text: string; readonly echo: boolean }[];
    };
