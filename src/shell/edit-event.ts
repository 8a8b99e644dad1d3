/** What reaches the line editor. */
export type EditEvent =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'paste'; readonly text: string }
  | {
      readonly type: 'key';
      readonly name: string;
      readonly ctrl?: boolean;
      readonly meta?: boolean;
      readonly shift?: boolean;
    };

/** `C-a`, `M-f`, `left`: how the tables name a key. */
export const chord = ({ name, ctrl, meta }: Extract<EditEvent, { type: 'key' }>): string =>
  `${ctrl ? 'C-' : ''}${meta ? 'M-' : ''}${name}`;
