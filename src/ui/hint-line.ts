import { safeText } from '../domain/output.ts';
import { isOver } from '../domain/roll.ts';
import { stragglers } from '../domain/stragglers.ts';
import { previewTarget } from '../shell/preview-target.ts';
import { waitsFor } from '../shell/whole-commands.ts';
import type { Notice, Size, State } from '../store/state.ts';
import { folded } from './folded.ts';
import { keyHints } from './input/key-words.ts';
import { rollBrief } from './overlays/roll-rows.ts';
import { shownRun } from './scene.ts';
import { searchWords } from './search-words.ts';
import { cut, pad, textWidth, toWidth, wordWrap } from './text-width.ts';
import type { Theme } from './theme.ts';
import { commandTitle } from './wording.ts';

/** How many hosts a target selects; undefined while the text is not a valid target. */
export type CountHosts = (target: string) => number | undefined;

/**
 * What stands under the prompt. A notice takes as many rows as it needs – the end of an error says what to do –, but at
 * most a sixth of the screen; otherwise one row says what is being waited for, or which keys can be pressed.
 */
export function hintRows(
  state: State,
  typed: string,
  { columns, rows }: Size,
  theme: Theme,
  count?: CountHosts,
): readonly string[] {
  const { notice } = state;
  if (!notice) return [hintLine(state, typed, columns, theme, count)];
  const tone = notice.kind === 'error' ? 'failed' : 'strong';
  const most = Math.max(1, Math.min(3, Math.floor(rows / 6)));
  const laid = wordWrap(noticeWords(notice), columns - 2);
  const fit =
    laid.length <= most ? laid : [...laid.slice(0, most - 1), laid.slice(most - 1).join(' ')];
  return fit.map((row) => theme.paint(tone, toWidth(` ${row}`, columns)));
}

const noticeWords = ({ hosts, text }: Notice): string =>
  hosts === undefined ? text : `${folded(hosts)}: ${text}`;

function hintLine(
  state: State,
  typed: string,
  width: number,
  theme: Theme,
  count: CountHosts = () => undefined,
): string {
  const { queue } = state;
  if (state.search) {
    const tone = state.search.problem === undefined ? 'waiting' : 'failed';
    return theme.paint(tone, toWidth(` ${searchWords(state.search, shownRun(state))}`, width));
  }
  const lines = typed.split('\n').length;
  if (lines > 1) return theme.paint('waiting', toWidth(` ${lines} lines${sending(typed)}`, width));
  const preview = previewTarget(typed, { count });
  if (preview?.count !== undefined) {
    const hosts = `${preview.count} host${preview.count === 1 ? '' : 's'}`;
    return theme.paint('waiting', toWidth(` @${preview.target}: ${hosts}`, width));
  }
  if (queue.length > 0) {
    const commands = queue.map(({ command }) => commandTitle(command)).join('  ·  ');
    return theme.paint('waiting', toWidth(` ${queue.length} queued: ${commands}`, width));
  }
  return hints(state, width, theme);
}

/** What Enter does with several lines. */
function sending(typed: string): string {
  const open = waitsFor(typed);
  if (open === undefined) return ' – Enter sends them as one command';
  return open.startsWith('<<')
    ? `, ${safeText(open.slice(2))} is still to come – Enter goes on in a new line`
    : `, ${open} is still to come – Enter goes on; on an empty line it sends them as they are`;
}

/** A roll that is not over; stands before the keys. */
function rollHint({ roll }: State, theme: Theme): string {
  if (!roll || isOver(roll)) return '';
  const words = ` ${rollBrief(roll)} – :roll shows it `;
  return theme.paint(roll.stopped ? 'failed' : 'waiting', words);
}

/** The key that lets stragglers go, while a long run waits for a few hosts. */
function letGoHint({ runs, focus, now }: State, theme: Theme): string {
  const run = runs.at(-1);
  if (!run || stragglers(run, now).length === 0) return '';
  const key = focus === 'grid' ? 'x' : 'Esc x';
  return ` ${theme.paint('strong', key)} ${theme.paint('muted', 'stop waiting')} `;
}

/** As many whole hints as fit, `? help` among them. */
function hints(state: State, width: number, theme: Theme): string {
  const all = keyHints(state.focus, state.view).map(({ key, does }) => ({
    key,
    text: ` ${theme.paint('strong', key)} ${theme.paint('muted', does)} `,
  }));
  const kept = all.find(({ key }) => key === '?');
  let line = rollHint(state, theme) + letGoHint(state, theme);
  let reserved = textWidth(kept?.text ?? '');
  for (const { key, text } of all) {
    if (key === kept?.key) reserved = 0;
    if (textWidth(line + text) + reserved <= width) line += text;
    else if (reserved === 0) break;
  }
  return pad(cut(line, width), width);
}
