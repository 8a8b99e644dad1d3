import type { Desk } from './desk.ts';

/** Shows `text` under the prompt until something else happens. */
export const say = ({ store }: Pick<Desk, 'store'>, text: string): void =>
  store.act({ type: 'notice', notice: { kind: 'info', text } });

/** Says why a key does nothing, and which one would; gone with the next letter at the prompt. */
export const refuse = ({ store }: Pick<Desk, 'store'>, text: string): void =>
  store.act({ type: 'notice', notice: { kind: 'error', text } });
