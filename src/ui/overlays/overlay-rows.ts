import { safeText } from '../../domain/output.ts';
import type { Overlay, Size, State } from '../../store/state.ts';
import { keyHelp } from '../input/key-words.ts';
import { pastedCommands } from '../input/paste-mode.ts';
import { pad, textWidth, toWidth, wordWrap } from '../text-width.ts';
import type { Theme } from '../theme.ts';
import { views } from '../views/index.ts';
import { commandTitle } from '../wording.ts';
import { boxRows } from './box-rows.ts';
import { guardLines } from './guard-rows.ts';
import type { Popup } from './popup.ts';
import { runsPopup } from './runs-rows.ts';
import { trustPopup } from './trust-rows.ts';

/** Help, a built-in's answer, or a question, in a box over the screen. */
export function overlayPopup(
  overlay: Exclude<Overlay, { kind: 'difference' | 'chart' | 'roll' }>,
  focus: State['focus'],
  area: Size,
  theme: Theme,
): Popup {
  switch (overlay.kind) {
    case 'help':
      return scrolled('keys', helpLines(focus, area, theme), overlay.top, area, theme);
    case 'paste': {
      const lines = overlay.text.split('\n').map(safeText);
      const count = overlay.text.split('\n').filter((line) => line.trim() !== '').length;
      const commands = pastedCommands(overlay).length;
      const title = `${count} pasted line${count === 1 ? '' : 's'}`;
      const each =
        commands === count ? 'line by line' : `as ${commands} command${commands === 1 ? '' : 's'}`;
      const keys = `Enter ${each}, o as one command, e edit, Esc drop`;
      return scrolled(title, lines, overlay.top, area, theme, keys);
    }
    case 'text':
      return scrolled(overlay.title, textLines(overlay.lines, area), overlay.top, area, theme);
    case 'confirm':
      return popup('', ['', overlay.text, ''], area, theme, 'y yes, n no');
    case 'full-screen': {
      const lines = ['', `${commandTitle(safeText(overlay.command))} draws a whole screen`, ''];
      const keys = `t terminal on ${overlay.host}, a run anyway, Esc back`;
      return popup('', lines, area, theme, keys);
    }
    case 'runs':
      return runsPopup(overlay, area, theme);
    case 'trust':
      return trustPopup(overlay, area, theme);
    case 'guard': {
      const lines = guardLines(overlay, area.columns - 4, theme);
      return popup('guard', lines, area, theme, 'Enter runs it, Esc back');
    }
    default:
      return overlay satisfies never;
  }
}

/** Wrapped rather than cut: the end of a message says what to write instead. */
export const textLines = (lines: readonly string[], { columns }: Size): string[] =>
  lines.flatMap((line) => {
    if (textWidth(line) <= columns - 4) return [line];
    const indent = /^ {0,8}/.exec(line)?.[0] ?? '';
    const parts = wordWrap(line.trimStart(), Math.max(1, columns - 6 - indent.length));
    return parts.map((part, i) => `${indent}${i === 0 ? '' : '  '}${part}`);
  });

/** How many lines of a text are visible at once. */
export const textRoom = (rows: number): number => Math.max(1, rows - 4);

function scrolled(
  title: string,
  lines: readonly string[],
  top: number,
  area: Size,
  theme: Theme,
  keys = 'Esc closes',
): Popup {
  const room = textRoom(area.rows);
  const last = Math.min(lines.length, top + room);
  const more = lines.length > room;
  const foot = more ? `${top + 1}–${last} of ${lines.length}, ${keys}` : keys;
  return popup(title, lines.slice(top, top + room), area, theme, foot, widest(lines));
}

function popup(
  title: string,
  lines: readonly string[],
  area: Size,
  theme: Theme,
  foot: string,
  content = widest(lines),
): Popup {
  const width = Math.min(
    area.columns,
    Math.max(content, textWidth(title) + 2, textWidth(foot) + 2) + 4,
  );
  const height = Math.min(area.rows, lines.length + 2);
  return {
    left: Math.floor((area.columns - width) / 2),
    top: Math.floor((area.rows - height) / 2),
    width,
    rows: boxRows(title, lines, width, height, theme, { foot }),
  };
}

/** The key table: all of it side by side if there is room, else the part for where the operator is. */
export function helpLines(focus: State['focus'], area: Size, theme: Theme): string[] {
  const sections = new Map(
    keyHelp().map(({ where, rows }) => [where, section(headings[where], rows, theme)]),
  );
  const viewRows = Object.values(views).map(({ name, summary }) => [name, summary] as const);
  const [prompt = [], grid = [], anywhere = []] = (['prompt', 'grid', 'anywhere'] as const).map(
    (where) => sections.get(where),
  );
  const wide = [[...prompt, '', ...section('views', viewRows, theme)], [...grid], [...anywhere]];
  const needed = wide.reduce((sum, lines) => sum + widest(lines) + 3, 1);
  if (needed <= area.columns) return beside(wide);
  const narrow = [...(focus === 'grid' ? grid : prompt), '', ...anywhere];
  return narrow.map((line) => toWidth(line, Math.min(widest(narrow), area.columns - 4)));
}

function section(
  heading: string,
  rows: readonly (readonly [string, string])[],
  theme: Theme,
): string[] {
  return [
    theme.paint('strong', heading),
    ...rows.map(
      ([label, summary]) => `${theme.paint('accent', pad(label, keysWidth))}  ${summary}`,
    ),
  ];
}

function beside(columns: readonly (readonly string[])[]): string[] {
  const height = Math.max(...columns.map((lines) => lines.length));
  const widths = columns.map(widest);
  return Array.from({ length: height }, (_, y) =>
    columns.map((lines, i) => pad(lines[y] ?? '', widths[i] ?? 0)).join('   '),
  );
}

// of the longest key in the table
const keysWidth = 15;
const widest = (lines: readonly string[]) => Math.max(0, ...lines.map(textWidth));
const headings = { prompt: 'at the prompt', grid: 'in the grid', anywhere: 'anywhere' } as const;
