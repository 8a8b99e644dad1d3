import type { Size } from '../store/state.ts';
import type { Scene } from './scene.ts';
import { pad, textWidth, toWidth } from './text-width.ts';

/** Shown while no host is selected: how to select some, and which groups exist. */
export function welcome({ groups, theme }: Scene, area: Size): string[] {
  const room = Math.max(0, area.rows - 9);
  const listed = groups.slice(0, room);
  const width = Math.max(0, ...listed.map(({ name }) => textWidth(name)));
  const lines = [
    theme.paint('strong', 'no host is selected'),
    '',
    `type ${theme.paint('accent', '@')} and press ${theme.paint('accent', 'Tab')} to pick hosts or a group`,
    `${theme.paint('accent', '@all')} selects every host, ${theme.paint('accent', ':help')} tells the keys`,
    '',
    ...listed.map(
      ({ name, hosts }) =>
        `@${name}${' '.repeat(width - textWidth(name))}  ${theme.paint('muted', hostCount(hosts))}`,
    ),
    ...(listed.length < groups.length ? [`… ${groups.length - listed.length} more`] : []),
  ];
  return centred(lines, area);
}

/** Lines as one block in the middle of `area`. */
export function centred(lines: readonly string[], area: Size): string[] {
  const width = Math.min(area.columns, Math.max(0, ...lines.map(textWidth)));
  const left = ' '.repeat(Math.max(0, Math.floor((area.columns - width) / 2)));
  const above = Math.max(0, Math.floor((area.rows - lines.length) / 3));
  const blank = ' '.repeat(area.columns);
  const rows = [
    ...Array<string>(above).fill(blank),
    ...lines.map((line) => pad(left + toWidth(line, width), area.columns)),
  ].slice(0, area.rows);
  while (rows.length < area.rows) rows.push(blank);
  return rows;
}

export const hostCount = (count: number) => (count === 1 ? '1 host' : `${count} hosts`);
