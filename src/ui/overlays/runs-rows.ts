import { dayAndTime, type ListedRun, matchingRuns } from '../../domain/listed-run.ts';
import { safeText } from '../../domain/output.ts';
import type { Overlay, Size } from '../../store/state.ts';
import { pad, textWidth, toWidth } from '../text-width.ts';
import type { Theme } from '../theme.ts';
import { commandTitle, duration } from '../wording.ts';
import { boxRows } from './box-rows.ts';
import type { Popup } from './popup.ts';

type Runs = Extract<Overlay, { kind: 'runs' }>;

/** The kept runs that match the search, and the text that is searched for. */
export function runsPopup(open: Runs, area: Size, theme: Theme): Popup {
  const found = matchingRuns(open.runs, open.query);
  const room = Math.max(1, area.rows - 4);
  const top = Math.max(0, Math.min(open.cursor - Math.floor(room / 2), found.length - room));
  const width = area.columns;
  const rows = found
    .slice(top, top + room)
    .map((run, i) => row(run, top + i === open.cursor, width - 4, theme));
  const searched = `${theme.paint('accent', '/')} ${safeText(open.query)}${theme.paint('muted', '_')}`;
  const lines = [searched, ...(rows.length > 0 ? rows : [nothing(open, theme)])];
  const count = found.length === open.runs.length ? '' : `${found.length} of `;
  const title = `${count}${open.runs.length} run${open.runs.length === 1 ? '' : 's'}${open.loading ? ', reading earlier ones …' : ''}`;
  const height = Math.min(area.rows, lines.length + 2);
  return {
    left: 0,
    top: Math.floor((area.rows - height) / 2),
    width,
    rows: boxRows(title, lines, width, height, theme, {
      foot: 'type to search, Enter looks at it, Esc closes',
    }),
  };
}

function nothing({ runs, query, loading }: Runs, theme: Theme): string {
  if (loading) return theme.paint('muted', 'reading …');
  return theme.paint(
    'muted',
    runs.length === 0 ? 'nothing has run yet' : `no run holds ${safeText(query)}`,
  );
}

/** `2026-11-21 14:03   3  @web  df -h          ✓ 9 ✗ 1  3.1s`; today's own runs have no day. */
function row(run: ListedRun, chosen: boolean, width: number, theme: Theme): string {
  const when = run.folder === undefined ? 'this session' : dayAndTime(run.startedAt);
  const left = `${pad(when, 16)} ${String(run.number).padStart(4)}  `;
  const time = run.endedAt === undefined ? '' : duration(run.endedAt - run.startedAt);
  const right = `  ${verdict(run)}  ${time.padStart(6)}`;
  const room = Math.max(4, width - textWidth(left) - textWidth(right));
  const name = safeText(`@${run.target}`);
  const target = toWidth(name, Math.min(textWidth(name), 24, Math.floor(room / 2)));
  const command = safeText(commandTitle(run.command));
  const text = `${left}${toWidth(`${target} ${command}`, room)}${right}`;
  return chosen ? theme.paint('selected', pad(text, width)) : text;
}

function verdict({ counts, hosts, endedAt }: ListedRun): string {
  const told = [
    ['✗', counts.failed],
    ['⌁', counts.lost + counts['not-reached']],
    ['✓', counts.ok],
  ] as const;
  const open = hosts - told.reduce((sum, [, count]) => sum + count, 0);
  const rest = open === 0 ? [] : [`${endedAt === undefined ? '?' : '…'} ${open}`];
  return [
    ...told.flatMap(([sign, count]) => (count > 0 ? [`${sign} ${count}`] : [])),
    ...rest,
  ].join(' ');
}
