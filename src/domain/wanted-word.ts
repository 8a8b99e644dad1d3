/** What the word at the cursor can be in a line that takes options. */
export type WantedWord = {
  /** So many characters of it stand in front, as `--mode=` does. */
  readonly behind: number;
} & (
  | { readonly kind: 'one-of'; readonly words: readonly Suggestion[] }
  /** Names joined with commas. */
  | { readonly kind: 'hosts' | 'groups' }
  /** A path of our machine, or of the hosts. */
  | { readonly kind: 'local'; readonly only?: 'folders' }
  /** `patterns`: what is to be copied from there. */
  | { readonly kind: 'remote'; readonly patterns?: true }
  | { readonly kind: 'command' }
  /** Any value. */
  | { readonly kind: 'value' }
  /** Not an option; `before`: those that are none either. */
  | { readonly kind: 'operand'; readonly before: readonly string[] }
);

export interface Suggestion {
  readonly word: string;
  /** Said beside it. */
  readonly detail: string;
}

/** The lines of the prompt that take options. */
export type OptionLine = 'put' | 'get' | 'batch_run' | 'batch_scp';

/** What a word of such a line can be; its hosts are those of `target`, else those of the prompt. */
export interface OptionWord {
  readonly wanted: WantedWord;
  readonly target?: string;
}
