import { describe, expect, it } from 'vitest';
import { update } from '../../src/store/update.ts';
import { merged } from '../../src/ui/views/merged.ts';
import { sceneOf } from '../support/scene.ts';
import { exited, type Told, tell } from '../support/screen-state.ts';

const area = { columns: 60, rows: 12 };

const words = (nth: number) => ['a', 'b', 'c', 'd'].map((word) => `${word}-${'x'.repeat(nth)}`);

/** Hosts that have all said something else under the same names. */
const different = (hosts: number, own: (nth: number) => readonly string[] = words): Told =>
  tell(
    1,
    'df',
    Object.fromEntries(
      Array.from({ length: hosts }, (_, i) => [
        `h${i + 10}`,
        { lines: ['Filesystem', ...own(i)], outcome: exited(0) },
      ]),
    ),
  );

const draw = (told: Told, cursor = 'h10') =>
  merged
    .draw(sceneOf([told], { view: 'merged', focus: 'grid', cursor }), area)
    .map((row) => row.trimEnd());

describe('merged, where all have answered differently', () => {
  it('says of each block the first line that tells it from the others', () => {
    const rows = draw(different(10));
    expect(rows.slice(0, 3)).toEqual([
      '━ ✓ h10 (1)  ok  0.04s  a-',
      '─ ✓ h11 (1)  ok  0.04s  a-x',
      '─ ✓ h12 (1)  ok  0.04s  a-xx',
    ]);
  });

  it('says what is different where much is alike', () => {
    const rows = draw(different(10, (nth) => ['tmpfs', `disk-${'x'.repeat(nth)}`]));
    expect(rows.slice(0, 2)).toEqual([
      '━ ✓ h10 (1)  ok  0.04s  baseline  1/10 disk-',
      '─ ✓ h11 (1)  ok  0.04s  1 difference  + disk-x',
    ]);
  });

  it('counts in front of the baseline’s lines all hosts, however many blocks there are', () => {
    const rows = draw(different(100, (nth) => ['tmpfs', `disk-${'x'.repeat(nth)}`]));
    expect(rows[0]).toContain('1/100 disk-');
  });

  it('counts the blocks that are not in sight, wherever the cursor is', () => {
    expect(draw(different(30)).at(-1)).toBe(' … 19 more blocks');
    const rows = draw(different(30), 'h39');
    expect(rows.at(-2)).toMatch(/^━ ✓ h39 /);
    expect(rows.at(-1)).toBe(' … 19 more blocks');
  });

  it('has a spread for numbers, but not for process ids and times', () => {
    const line = (nth: number) => [
      `up ${nth} days, load ${nth}.5`,
      `pid=${nth} at 10:51:${nth + 10}`,
    ];
    const rows = draw(different(5, line));
    expect(rows[0]).toMatch(/^─ spread of 2 numbers over 5 hosts/);
  });

  it('has a spread for numbers beside the host’s own name', () => {
    const rows = draw(
      different(5, (nth) => [
        `h${nth + 10} has load ${nth}.5 of ${'long'.repeat(nth)}`,
        `${nth}.5 is h${nth + 10}`,
      ]),
    );
    expect(rows[0]).toMatch(/^─ spread of 1 number over 5 hosts/);
    expect(rows[1]).toMatch(/^ 0.5 is h10 +0.5 h10 +2.5 +4.5 h14/);
  });

  it('scrolls from the prompt, too', () => {
    let scene = sceneOf([different(30)], { view: 'merged', focus: 'prompt' });
    for (let i = 0; i < 20; i += 1) {
      const message = merged.scroll(scene, area, 'page-down');
      if (message) scene = { ...scene, state: update(scene.state, message) };
    }
    expect(merged.draw(scene, area).join('\n')).toContain('─ ✓ h30 (1)');
  });

  it('puts the cursor where it is clicked', () => {
    const scene = sceneOf([different(30)], { view: 'merged', focus: 'grid' });
    expect(merged.choose(scene, area, 3, 4)).toEqual([{ type: 'cursor', host: 'h14' }]);
    expect(merged.choose(scene, area, 3, 11)).toEqual([]);
  });

  it('puts it on a block by its body too', () => {
    const scene = sceneOf([different(2)], { view: 'merged', focus: 'grid' });
    const hosts = Array.from({ length: area.rows }, (_, y) => {
      const [hit] = merged.choose(scene, area, 3, y);
      return hit?.type === 'cursor' ? hit.host : '';
    });
    expect(hosts.join()).toBe('h10,h10,h10,h10,h10,h10,,h11,h11,h11,h11,h11');
  });
});
