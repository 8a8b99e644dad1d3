import { describe, expect, it } from 'vitest';
import { wantsColor } from '../../src/cli/color.ts';
import type { ColorChoice } from '../../src/cli/options.ts';

describe('colour', () => {
  it.each<[boolean, ColorChoice, boolean, Record<string, string>]>([
    [true, 'auto', true, { TERM: 'xterm' }],
    [false, 'auto', false, { TERM: 'xterm' }],
    [false, 'auto', true, { TERM: 'dumb' }],
    [false, 'auto', true, { NO_COLOR: '1' }],
    [true, 'auto', true, { NO_COLOR: '' }],
    [true, 'auto', false, { FORCE_COLOR: '1' }],
    [false, 'auto', true, { FORCE_COLOR: '0' }],
    [false, 'auto', true, { FORCE_COLOR: '1', NO_COLOR: '1' }],
    [true, 'always', false, { NO_COLOR: '1' }],
    [false, 'never', true, { FORCE_COLOR: '1' }],
  ])('is %s for --color=%s, terminal %s, %j', (color, choice, terminal, env) => {
    expect(wantsColor(choice, terminal, env)).toBe(color);
  });
});
