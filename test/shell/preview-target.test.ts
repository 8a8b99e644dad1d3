import { describe, expect, it } from 'vitest';
import { expand } from '../../src/domain/node-set.ts';
import { previewTarget } from '../../src/shell/preview-target.ts';

/** Every well-formed node set is known here. */
const world = {
  count(target: string): number | undefined {
    try {
      return expand(target).length;
    } catch {
      return undefined;
    }
  },
};

describe('the target of a line being typed', () => {
  it.each([
    ['@web[01-04]', { target: 'web[01-04]', count: 4 }],
    ['@web[01-04],db01 uptime', { target: 'web[01-04],db01', count: 5 }],
    ['  @web[1, 3] ls @x', { target: 'web[1, 3]', count: 2 }],
    ['@web[01-', { target: 'web[01-' }],
    ['@web,', { target: 'web,' }],
    ['@', { target: '' }],
    ['@-', undefined],
    ['uptime @web', undefined],
    ['', undefined],
  ])('%j is %j', (text, preview) => {
    expect(previewTarget(text, world)).toEqual(preview);
  });
});
