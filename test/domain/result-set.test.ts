import { expect, test } from 'vitest';
import { isReservedTargetName, reservedTargetNames } from '../../src/domain/result-set.ts';

test.each([...reservedTargetNames, '-', 'block1', 'block27'])('%s is reserved', (name) => {
  expect(isReservedTargetName(name)).toBe(true);
});

test.each(['web', 'block', 'blocks', 'block1a', 'Failed', 'allx', 'constructor', ''])(
  '%j is free',
  (name) => {
    expect(isReservedTargetName(name)).toBe(false);
  },
);
