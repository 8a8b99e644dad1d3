import { expect, it } from 'vitest';
import { spreadRows } from '../../src/ui/spread-rows.ts';
import { textWidth } from '../../src/ui/text-width.ts';
import { plainTheme } from '../support/scene.ts';

it('keeps its figures in sight behind wide characters', () => {
  const line = 'サーバー名前は長い 90 です';
  const spread = {
    line: 0,
    at: [10, 12] as const,
    least: { text: '10', host: 'web01' },
    median: '60',
    most: { text: '120', host: 'db04' },
    hosts: 12,
  };
  const [, row = ''] = spreadRows([spread], [line], { width: 50, most: 4 }, plainTheme);
  expect(row).toMatch(/90 .*10 web01 {2}60 {2}120 db04 *$/);
  expect(textWidth(row)).toBe(50);
});
