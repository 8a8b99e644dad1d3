import { expect, it } from 'vitest';
import { initialState } from '../../src/store/initial-state.ts';
import type { Message } from '../../src/store/message.ts';
import { update } from '../../src/store/update.ts';

const after = (...messages: readonly Message[]) =>
  messages.reduce(update, initialState({ columns: 80, rows: 24 }, 0)).stream;

const pattern = (part: 'only' | 'hide' | 'light', text?: string): Message => ({
  type: 'stream-pattern',
  part,
  pattern: text,
});

it('keeps each pattern until it is taken away', () => {
  expect(after(pattern('only', 'a'), pattern('hide', 'b'), pattern('only', 'c'))).toMatchObject({
    only: 'c',
    hide: 'b',
  });
  expect(after(pattern('only', 'a'), pattern('light', 'b'), pattern('only'))).toEqual({
    light: 'b',
    muted: new Set(),
  });
});

it('mutes hosts, brings back some or all', () => {
  const mute = (hosts: readonly string[], muted: boolean): Message => ({
    type: 'mute',
    hosts,
    muted,
  });
  expect(after(mute(['a', 'b'], true), mute(['c'], true)).muted).toEqual(new Set(['a', 'b', 'c']));
  expect(after(mute(['a', 'b'], true), mute(['a'], false)).muted).toEqual(new Set(['b']));
  expect(after(mute(['a'], true), { type: 'unmute-all' }).muted).toEqual(new Set());
});

it('changes nothing where nothing changes', () => {
  const state = initialState({ columns: 80, rows: 24 }, 0);
  expect(update(state, pattern('only'))).toBe(state);
  expect(update(state, { type: 'unmute-all' })).toBe(state);
});
