import type { State } from '../store/state.ts';
import { keyHints } from './keys.ts';
import { cut, pad, textWidth, toWidth } from './text-width.ts';
import type { Theme } from './theme.ts';
import { commandTitle } from './wording.ts';

/** The last line: what was said, else what waits, else what can be pressed. */
export function hintLine(state: State, typed: string, width: number, theme: Theme): string {
  const { notice, queue } = state;
  if (notice) {
    const tone = notice.kind === 'error' ? 'failed' : 'strong';
    return theme.paint(tone, toWidth(` ${notice.text}`, width));
  }
  const lines = typed.split('\n').length;
  if (lines > 1)
    return theme.paint(
      'waiting',
      toWidth(` ${lines} lines – Enter sends them as one command`, width),
    );
  if (queue.length > 0) {
    const commands = queue.map(({ command }) => commandTitle(command)).join('  ·  ');
    return theme.paint('waiting', toWidth(` ${queue.length} queued: ${commands}`, width));
  }
  return hints(state, width, theme);
}

/** As many whole hints as fit. */
function hints({ focus, view }: State, width: number, theme: Theme): string {
  let line = '';
  for (const { key, does } of keyHints(focus, view === 'panes' ? 'merged' : 'panes')) {
    const next = `${line} ${theme.paint('strong', key)} ${theme.paint('muted', does)} `;
    if (textWidth(next) > width) break;
    line = next;
  }
  return pad(cut(line, width), width);
}
