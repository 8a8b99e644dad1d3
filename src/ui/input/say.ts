import type { Desk } from './desk.ts';

/** Said under the prompt until something else happens. */
export const say = ({ store }: Pick<Desk, 'store'>, text: string): void =>
  store.act({ type: 'notice', notice: { kind: 'info', text } });

/** Why a key does nothing, and which one would; gone with the next letter at the prompt. */
export const refuse = ({ store }: Pick<Desk, 'store'>, text: string): void =>
  store.act({ type: 'notice', notice: { kind: 'error', text } });
