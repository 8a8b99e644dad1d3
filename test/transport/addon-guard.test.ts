import { expect, test } from 'vitest';
import { endsProcess } from '../../src/transport/addon-guard.ts';

test.each([
  ['24.19.0', '_ZN4node28RemoveEnvironmentCleanupHookE', true],
  ['24.18.0', '_ZN4node28RemoveEnvironmentCleanupHookE', true],
  ['24.21.0', '_ZN4node10ObjectWrap6UnwrapE', false],
  ['26.4.0', '_ZN4node28RemoveEnvironmentCleanupHookE', false],
  ['22.12.0', '_ZN4node28RemoveEnvironmentCleanupHookE', false],
])('under Node %s an addon with %s ends the process: %s', (node, symbol, ends) => {
  expect(endsProcess(Buffer.from(`\x7fELF…${symbol}…`), node)).toBe(ends);
});
