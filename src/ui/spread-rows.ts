import type { Spread } from '../domain/spread.ts';
import { cut, pad, textWidth, toWidth } from './text-width.ts';
import type { Theme } from './theme.ts';

/** For each number that differs: its line, and the least, median and most with their hosts. */
export function spreadRows(
  spreads: readonly Spread[],
  lines: readonly string[],
  { width, most }: { readonly width: number; readonly most: number },
  theme: Theme,
): string[] {
  const [first] = spreads;
  if (!first || most < 2) return [];
  const shown = spreads.slice(0, most - 1);
  const more = spreads.length - shown.length;
  const head = `─ spread of ${spreads.length} number${spreads.length === 1 ? '' : 's'} over ${first.hosts} hosts${more > 0 ? `, the ${shown.length} widest` : ''} `;
  const rule = theme.paint('accent', head + '─'.repeat(Math.max(0, width - textWidth(head))));
  const figures = shown.map(({ least, median, most }) => [
    `${least.text} ${least.host}`,
    median,
    `${most.text} ${most.host}`,
  ]);
  const widths = [0, 1, 2].map((at) => Math.max(...figures.map((row) => textWidth(row[at] ?? ''))));
  const room = Math.max(8, width - widths.reduce((sum, each) => sum + each + 2, 2));
  return [
    pad(rule, width),
    ...shown.map((spread, i) => {
      const text = around(lines[spread.line] ?? '', spread.at, room, theme);
      const [least = '', middle = '', greatest = ''] = (figures[i] ?? []).map((cell, at) =>
        pad(cell, widths[at] ?? 0),
      );
      return pad(` ${text} ${least}  ${theme.paint('strong', middle)}  ${greatest}`, width);
    }),
  ];
}

/** The line with its number marked, cut so that the number stays visible. */
function around(
  line: string,
  [from, to]: readonly [number, number],
  room: number,
  theme: Theme,
): string {
  const squeezed = (text: string) => text.replaceAll(/\s+/g, ' ');
  const before = squeezed(line.slice(0, from));
  const number = line.slice(from, to);
  const after = squeezed(line.slice(to));
  const left = cut(before, Math.max(0, room - number.length - Math.min(8, textWidth(after))));
  const rest = Math.max(0, room - textWidth(left) - number.length);
  return left + theme.paint('selected', number) + toWidth(after, rest);
}
