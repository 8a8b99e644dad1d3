import type { Key } from 'ink';
import { describe, expect, test } from 'vitest';
import { eventsFromInk, keyName } from '../../../src/ui/input/key-event.ts';

const none = { ctrl: false, meta: false, shift: false } as Key;

describe('what Ink tells becomes events', () => {
  test.each<[string, Partial<Key>, string[]]>([
    ['a', {}, ['a']],
    ['t', { ctrl: true }, ['C-t']],
    ['', { leftArrow: true, meta: true }, ['M-left']],
    ['', { tab: true, shift: true }, ['S-tab']],
    ['\r', { return: true }, ['return']],
    ['ls\rpwd\r', {}, ['ls', 'return', 'pwd', 'return']],
    ['a\tb', {}, ['a', 'tab', 'b']],
    ['a\x00b', {}, ['a', 'b']],
    ['\x12rem\x7fx', {}, ['C-r', 'rem', 'backspace', 'x']],
    ['', {}, []],
  ])('%j %j', (input, key, names) => {
    expect(eventsFromInk(input, { ...none, ...key }).map(keyName)).toEqual(names);
  });
});
