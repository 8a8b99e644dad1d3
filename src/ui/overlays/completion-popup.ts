import type { Size } from '../../store/state.ts';
import type { CompletionList } from '../input/completion-list.ts';
import { pad, textWidth, toWidth } from '../text-width.ts';
import type { Theme } from '../theme.ts';
import type { Popup } from './popup.ts';

/** The candidates above the prompt: as many as fit, around the selected one. */
export function completionPopup(
  { completion, selected }: CompletionList,
  promptTop: number,
  column: number,
  area: Size,
  theme: Theme,
): Popup {
  const { items } = completion;
  const most = Math.max(1, Math.min(items.length, tallest, promptTop - 3));
  const from = Math.min(Math.max(0, selected - Math.floor(most / 2)), items.length - most);
  const shown = items.slice(from, from + most);
  const labels = Math.min(40, Math.max(...shown.map(({ label }) => textWidth(label))));
  const details = Math.max(...shown.map(({ detail }) => textWidth(detail)));
  const width = Math.min(area.columns, labels + details + 6);
  const inner = width - 2;
  const side = theme.paint('muted', '│');
  const rows = shown.map(({ label, detail, positions }, i) => {
    const chosen = from + i === selected;
    const name = pad(
      chosen ? toWidth(label, labels) : matched(toWidth(label, labels), positions, theme),
      labels,
    );
    const row = pad(` ${name}  ${chosen ? detail : theme.paint('muted', detail)}`, inner);
    return side + (chosen ? theme.paint('selected', row) : row) + side;
  });
  const more = items.length > most ? ` ${selected + 1} of ${items.length} ` : '';
  return {
    left: Math.max(0, Math.min(column - 2, area.columns - width)),
    top: Math.max(0, promptTop - rows.length - 2),
    width,
    rows: [
      theme.paint('muted', `╭${'─'.repeat(inner)}╮`),
      ...rows,
      theme.paint('muted', `╰${'─'.repeat(inner - more.length)}${more}╯`),
    ],
  };
}

const tallest = 10;

/** The letters that were typed, in bold. */
function matched(label: string, positions: readonly number[], theme: Theme): string {
  if (positions.length === 0) return label;
  const at = new Set(positions);
  return label
    .split('')
    .map((letter, i) => (at.has(i) ? theme.paint('accent', letter) : letter))
    .join('');
}
