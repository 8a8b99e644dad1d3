import { expect, it } from 'vitest';
import { gather } from '../../../src/domain/gather.ts';
import { comparedHosts } from '../../../src/ui/input/difference-mode.ts';
import { exited, tell } from '../../support/screen-state.ts';

const said = (line: string) => ({ lines: [line], outcome: exited(0) });
const { run } = tell(1, 'x', {
  a1: said('a'),
  a2: said('a'),
  a3: said('a'),
  b1: said('b'),
  b2: said('b'),
  c1: said('c'),
});
const blocks = gather(run);

it.each([
  ['the cursor’s block and the largest', [], ['c1'], ['a1', 'c1']],
  ['the largest and the next one where the cursor is on that', [], ['a2'], ['a1', 'b1']],
  ['two hosts that are marked, of one block too', ['a2', 'a3'], ['c1'], ['a2', 'a3']],
  ['two marked hosts, the larger block’s first', ['c1', 'b2'], ['a1'], ['b2', 'c1']],
  ['two blocks that are marked', ['b1', 'b2', 'c1'], ['a1'], ['b1', 'c1']],
  ['the cursor’s where one or three blocks are marked', ['a1', 'b1', 'c1'], ['c1'], ['a1', 'c1']],
])('compares %s', (_, marked, under, [baseline, other]) => {
  expect(comparedHosts(blocks, new Set(marked), under)).toEqual({ baseline, other });
});

it('has nothing to compare where all have answered alike', () => {
  expect(comparedHosts(blocks.slice(0, 1), new Set(), ['a2'])).toBeUndefined();
});
