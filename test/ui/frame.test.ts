import { describe, expect, test } from 'vitest';
import { isSafe } from '../../src/domain/output.ts';
import { initialEditor } from '../../src/shell/editor.ts';
import type { Size, State } from '../../src/store/state.ts';
import { drawFrame } from '../../src/ui/frame.ts';
import { textWidth } from '../../src/ui/text-width.ts';
import { fleetRun } from '../support/fleet.ts';
import { colourTheme, sceneOf } from '../support/scene.ts';

const hand = { editor: initialEditor([]) };
const small = { columns: 80, rows: 24 };
const large = { columns: 200, rows: 50 };

describe('the screen looks as it was agreed', () => {
  test.each<[string, number, Partial<State>]>([
    ['panes-6-hosts-80x24', 6, { size: small }],
    ['panes-50-hosts-80x24', 50, { size: small, focus: 'grid', cursor: 'web03' }],
    ['panes-12-hosts-200x50', 12, { size: large }],
    ['panes-50-hosts-200x50', 50, { size: large }],
    ['merged-50-hosts-80x24', 50, { size: small, view: 'merged', focus: 'grid' }],
    ['merged-50-hosts-200x50', 50, { size: large, view: 'merged' }],
    ['stream-6-hosts-80x24', 6, { size: small, view: 'stream' }],
    ['stream-50-hosts-200x50', 50, { size: large, view: 'stream' }],
    ['zoom-80x24', 6, { size: small, focus: 'grid', cursor: 'web03', zoom: 'web03' }],
    ['narrow-40x12', 6, { size: { columns: 40, rows: 12 } }],
    ['too-small-30x6', 6, { size: { columns: 30, rows: 6 } }],
  ])('%s', async (name, count, change) => {
    const { told, hosts } = fleetRun(count);
    const frame = drawFrame(sceneOf(told, { hosts, ...change }), hand);
    await expect(`${frame.rows.join('\n')}\n`).toMatchFileSnapshot(`../frames/${name}.txt`);
  });
});

describe('a frame', () => {
  const sizes = [
    [80, 24],
    [200, 50],
    [300, 80],
    [40, 10],
    [40, 8],
    [39, 8],
    [10, 3],
    [1, 1],
    [81, 9],
  ] as const;

  test.each(sizes)(
    'of %i×%i has exactly that size and nothing but text and colours',
    (columns, rows) => {
      for (const count of [3, 6, 17, 60]) {
        for (const view of ['panes', 'merged', 'stream'] as const) {
          for (const zoom of [undefined, 'web03']) {
            const { told, hosts } = fleetRun(count);
            const change = { hosts, view, size: { columns, rows }, ...(zoom ? { zoom } : {}) };
            const frame = drawFrame(sceneOf(told, change, colourTheme), hand);
            expect(frame.rows).toHaveLength(rows);
            expect(frame.rows.map(textWidth)).toEqual(Array(rows).fill(columns));
            expect(frame.rows.filter((row) => !isSafe(row))).toEqual([]);
          }
        }
      }
    },
  );

  test('tells how to pick hosts when none is selected', () => {
    const scene = sceneOf([], { target: { text: '', hosts: [] } });
    const text = drawFrame(scene, hand).rows.join('\n');
    expect(text).toContain('no host is selected');
    expect(text).toMatch(/@web +12 hosts/);
  });

  test('shows a notice to its end, in a sixth of the screen at most', () => {
    const text = `no group ${'x'.repeat(50)} – write one of ${'web db cache '.repeat(4)}instead`;
    const notice = { kind: 'error', text } as const;
    const of = (size: Size) => drawFrame(sceneOf([], { notice, size }), hand).rows;
    const rows = of(small);
    expect(rows).toHaveLength(24);
    expect(rows.slice(-2).map((row) => row.trimEnd())).toEqual([
      ` no group ${'x'.repeat(50)} – write one of web`,
      ` db cache ${'web db cache '.repeat(3)}instead`,
    ]);
    expect(of({ columns: 40, rows: 8 }).at(-1)).toMatch(/^ no group x+…$/);
  });

  test('names every host that a notice is of', () => {
    const notice = { kind: 'info', text: 'restored', hosts: ['web02', 'web01'] } as const;
    const { rows } = drawFrame(sceneOf([], { notice, size: small }), hand);
    expect(rows.at(-1)).toMatch(/^ web\[01-02\]: restored/);
  });

  test('names who failed first in the run strip', () => {
    const { told, hosts } = fleetRun(12);
    const strip = drawFrame(sceneOf(told, { hosts, size: large }), hand).rows.at(-3);
    expect(strip).toMatch(
      /^ df -h {2}✗ 1 web03 {2}⌁ 1 lost web12 {2}○ 1 not reached web11 {2}⠋ 1 web04 {2}✓ 8 /,
    );
  });

  test.each([
    ['failed', 'web03'],
    ['running', 'web04'],
    ['odd', 'web03'],
    ['down', 'web06'],
  ] as const)('shows only hosts that are %s', (filter, host) => {
    const { told, hosts } = fleetRun(6);
    const text = drawFrame(sceneOf(told, { hosts, filter }), hand).rows.slice(1, -3).join('\n');
    expect(text).toContain(host);
    expect(text).not.toContain('web01');
  });
});
