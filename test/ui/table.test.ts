import { describe, expect, it } from 'vitest';
import { stripStyle } from '../../src/domain/sgr.ts';
import type { Message } from '../../src/store/message.ts';
import type { State } from '../../src/store/state.ts';
import { update } from '../../src/store/update.ts';
import type { Scene } from '../../src/ui/scene.ts';
import { textWidth } from '../../src/ui/text-width.ts';
import { table } from '../../src/ui/views/table.ts';
import type { Scroll } from '../../src/ui/views/view.ts';
import { colourTheme, sceneOf } from '../support/scene.ts';
import { exited, tell } from '../support/screen-state.ts';

const area = { columns: 60, rows: 9 };

/** Hosts h01, h02, … that have said these lines under `fs use`. */
const fleet = (hosts: number, lines: (nth: number) => readonly string[], names = 'fs use') =>
  tell(
    1,
    'df',
    Object.fromEntries(
      Array.from({ length: hosts }, (_, i) => [
        `h${String(i + 1).padStart(2, '0')}`,
        { lines: [names, ...lines(i + 1)], outcome: exited(0) },
      ]),
    ),
  );

function looking(told: ReturnType<typeof fleet>, change: Partial<State> = {}) {
  let scene: Scene = sceneOf([told], { focus: 'grid', view: 'table', ...change });
  const act = (messages: readonly Message[]) => {
    for (const message of messages) scene = { ...scene, state: update(scene.state, message) };
  };
  return {
    rows: () => table.draw(scene, area).map((row) => row.trimEnd()),
    cursor: () => table.plan(scene, area).cursor,
    click: (y: number) => act(table.choose(scene, area, 2, y)),
    scroll: (by: Scroll) => act([table.scroll(scene, area, by) ?? []].flat()),
    step: (by: -1 | 1) => act(table.step?.(scene, area, by) ?? []),
    act,
  };
}

describe('the table', () => {
  it('turns pages though the cursor stood elsewhere, which then stands on what is seen', () => {
    const view = looking(
      fleet(20, (nth) => [`/ ${nth}%`]),
      { cursor: 'h02' },
    );
    expect(view.rows()[1]).toMatch(/^ h01/);
    view.scroll('page-down');
    expect(view.rows()[1]).toMatch(/^ h09/);
    expect(view.cursor()).toBe('h09');
    view.scroll('wheel-up');
    expect(view.rows()[1]).toMatch(/^ h06/);
    view.scroll('end');
    expect(view.rows().at(-1)).toMatch(/^ h20/);
    view.scroll('start');
    expect(view.cursor()).toBe('h02');
  });

  it('follows the cursor over hosts, and is scrolled through the rows of one', () => {
    const view = looking(fleet(3, (nth) => Array.from({ length: 20 }, (_, i) => `/${i} ${nth}%`)));
    view.step(1);
    expect(view.cursor()).toBe('h01');
    view.scroll('page-down');
    expect(view.rows()[1]).toMatch(/^ h01 +\/8 /);
    view.step(1);
    expect(view.cursor()).toBe('h02');
    expect(view.rows().at(-1)).toMatch(/^ h02 +\/0 /);
  });

  it('says why there is nothing in it', () => {
    const told = fleet(3, () => ['/ 1%']);
    expect(looking(told, { filter: 'failed' }).rows().join('\n')).toContain('no host is failed');
    const words = fleet(2, () => [], 'words');
    expect(looking(words).rows().join('\n')).toContain('no host has answered in columns');
  });

  it('zooms the pane of a host', () => {
    const view = looking(fleet(3, () => ['/ 1%']));
    view.act([{ type: 'zoom', host: 'h02' }]);
    expect(view.rows()[0]).toContain('h02 ✓');
    expect(view.rows().join('\n')).toContain('fs use');
  });

  it('shows the column it is sorted by where not all have room, and tells where more are', () => {
    const names = Array.from({ length: 12 }, (_, i) => `column${i}`).join(' ');
    const told = fleet(2, () => [Array.from({ length: 12 }, (_, i) => `v${i}`).join(' ')], names);
    const left = looking(told).rows();
    expect(left[0]).toMatch(/^ host ▲ +column0 .* ›$/);
    const right = looking(told, { tableOrder: { column: 11, descending: true } }).rows();
    expect(right[0]).toMatch(/^ host ‹ .*column11 ▼$/);
    expect(right[1]).toMatch(/^ h01 .*v11$/);
    expect([...left, ...right].every((row) => textWidth(row) <= area.columns)).toBe(true);
  });

  it('has the cursor on a whole row, bars and all', () => {
    const scene = sceneOf(
      [fleet(2, () => ['/ 95%'])],
      { focus: 'grid', view: 'table', tableOrder: { column: 1, descending: true } },
      colourTheme,
    );
    const [, selected = '', other = ''] = table.draw(scene, area);
    expect(selected).toBe(colourTheme.paint('selected', stripStyle(selected)));
    expect(other).toContain(colourTheme.paint('failed', '████████'));
  });

  it('keeps columns in sight beside the beginning of a very wide one', () => {
    const told = fleet(2, () => [`root 7 ${'x'.repeat(200)}`], 'user pid command');
    const rows = looking(told, { tableOrder: { column: 2, descending: true } }).rows();
    expect(rows[0]).toMatch(/^ host ‹ +pid +command ▼ +›$/);
  });

  it('knows which host a click hits', () => {
    const view = looking(fleet(20, () => ['/ 1%']));
    view.click(8);
    expect(view.cursor()).toBe('h08');
    view.click(0);
    expect(view.cursor()).toBe('h08');
  });

  it('takes a thousand hosts with 200 rows each', () => {
    const view = looking(
      fleet(1000, () => Array.from({ length: 199 }, (_, i) => `/${i} ${i}%`)),
      {
        tableOrder: { column: 1, descending: true },
      },
    );
    expect(view.rows()[1]).toMatch(/^ h01 +\/198 +198%/);
    view.scroll('end');
    expect(view.rows().at(-1)).toMatch(/^ h1000 +\/0 /);
  });
});
