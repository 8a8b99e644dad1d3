import { safeText } from '../../domain/output.ts';
import type { Overlay } from '../../store/state.ts';
import { folded } from '../folded.ts';
import { wordWrap } from '../text-width.ts';
import type { Theme } from '../theme.ts';
import { commandTitle } from '../wording.ts';

type Open = Extract<Overlay, { kind: 'guard' }>;

/** What would run where, and what must be typed to run it. */
export function guardLines(open: Open, columns: number, theme: Theme): string[] {
  const { command, more = 0, typed, refused } = open;
  const others = more === 0 ? '' : `  (and ${more} other${more === 1 ? '' : 's'})`;
  return [
    '',
    ...atMost(3, wordWrap(commandTitle(safeText(command)) + others, columns)).map((line) =>
      theme.paint('failed', line),
    ),
    ...atMost(3, wordWrap(hostsLine(open), columns)),
    '',
    `type how many hosts that are: ${theme.paint('strong', typed)}_`,
    ...(refused === undefined ? [] : [theme.paint('failed', refused)]),
    '',
  ];
}

/** Cuts the list, so that the question below it stays visible. */
const atMost = (rows: number, lines: readonly string[]): readonly string[] =>
  lines.length <= rows ? lines : [...lines.slice(0, rows - 1), '…'];

/** `on 12 hosts: web[01-08],db[01-04]; guarded: db[01-04]` */
function hostsLine({ hosts, guarded }: Open): string {
  const which = guarded.length < hosts.length ? `; guarded: ${folded(guarded)}` : '';
  const guardedAll = guarded.length < hosts.length ? '' : 'guarded ';
  return `on ${hosts.length} ${guardedAll}host${hosts.length === 1 ? '' : 's'}: ${folded(hosts)}${which}`;
}
