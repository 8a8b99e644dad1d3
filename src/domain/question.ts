/** What a worker must know to log in; the answer crosses in one message of its own. */
export type Question =
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
