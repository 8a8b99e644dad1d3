import { describe, expect, it } from 'vitest';
import { takeFocus } from '../../../src/ui/input/focus-events.ts';

describe('what the terminal says of its focus', () => {
  it.each([
    ['ls\r', 'ls\r', undefined],
    ['\x1b[I', '', true],
    ['\x1b[O', '', false],
    ['l\x1b[Os\x1b[I', 'ls', true],
    ['\x1b[A\x1bOA\x1b[1;3C', '\x1b[A\x1bOA\x1b[1;3C', undefined],
    ['é\x1b[O€', 'é€', false],
  ])('%j leaves %j', (typed, rest, focused) => {
    const taken = takeFocus(Buffer.from(typed));
    expect(taken.rest.toString()).toBe(rest);
    expect(taken.focused).toBe(focused);
  });
});
