import { safeText } from '../domain/output.ts';
import { cursorOf, searchOf, text } from '../shell/editor.ts';
import type { Size, State } from '../store/state.ts';
import { centred } from './empty-screens.ts';
import { hintRows } from './hint-line.ts';
import { emptyField } from './input/answer-field.ts';
import type { Hand } from './input/desk.ts';
import { inputRun } from './input/input-mode.ts';
import { chartPopup } from './overlays/chart-view.ts';
import { completionPopup } from './overlays/completion-popup.ts';
import { differencePopup } from './overlays/difference-view.ts';
import { overlayPopup } from './overlays/overlay-rows.ts';
import type { Popup } from './overlays/popup.ts';
import { questionPopup } from './overlays/question-rows.ts';
import { rollPopup } from './overlays/roll-rows.ts';
import { type PromptRows, promptRows } from './prompt-rows.ts';
import { runStrip } from './run-strip.ts';
import type { Scene } from './scene.ts';
import { terminalFrame } from './terminal/frame.ts';
import { lastCells, textWidth, toWidth } from './text-width.ts';
import type { Theme } from './theme.ts';
import { topLine } from './top-line.ts';
import { views } from './views/index.ts';

/** One picture of the screen: rows from top to bottom, boxes over them, and the cursor. */
export interface Frame {
  readonly rows: readonly string[];
  readonly popups: readonly Popup[];
  readonly cursor: { readonly x: number; readonly y: number } | undefined;
}

/** The whole screen as a function of these; exactly as large as the state says. */
export function drawFrame(scene: Scene, hand: Hand): Frame {
  const { state } = scene;
  const { columns, rows } = state.size;
  if (columns < smallest.columns || rows < smallest.rows) return tooSmall(state.size);
  if (state.terminal !== undefined) {
    const { terminal } = scene;
    const popups = popupsOf(scene, hand, promptOf(scene, hand), rows);
    const frame = terminalFrame(scene, state.terminal, terminal);
    return { ...frame, popups, cursor: popups.at(-1)?.cursor ?? frame.cursor };
  }
  const prompt = promptOf(scene, hand);
  const area = bodyArea(scene, hand);
  const view = views[state.view];
  const promptTop = area.rows + 2;
  const frame = [
    topLine(scene, columns),
    ...view.draw(scene, area),
    runStrip(scene, view.plan(scene, area), columns),
    ...prompt.rows,
    ...hintsOf(scene, hand),
  ];
  const popups = popupsOf(scene, hand, prompt, promptTop);
  const inPrompt = { x: prompt.cursor.x, y: prompt.cursor.y + promptTop };
  const top = popups.at(-1);
  const cursor = top
    ? top.cursor
    : state.focus === 'prompt' || state.search?.typing
      ? inPrompt
      : undefined;
  return { rows: frame, popups, cursor };
}

/** The area that is left for the view. */
export function bodyArea(scene: Scene, hand: Hand): Size {
  const { columns, rows } = scene.state.size;
  const below = promptOf(scene, hand).rows.length + hintsOf(scene, hand).length;
  return { columns, rows: rows - below - 2 };
}

const hintsOf = ({ state, theme, count }: Scene, { editor }: Hand): readonly string[] =>
  hintRows(state, text(editor), state.size, theme, count);

/** `web_clusters(12) ❯ text`, in as many rows as the text takes, but at most a third of the screen. */
function promptOf({ state, theme }: Scene, { editor }: Hand): PromptRows {
  const { columns, rows } = state.size;
  const most = Math.max(1, Math.floor(rows / 3));
  const arrow = theme.paint(state.focus === 'prompt' ? 'accent' : 'muted', '❯');
  const finding = state.search?.typing ? state.search.text : undefined;
  if (finding !== undefined) {
    const label = ` ${theme.paint('waiting', 'find')} ${theme.paint('accent', '❯')} `;
    return promptRows(label, finding, finding.length, columns, most);
  }
  const search = searchOf(editor);
  const words =
    search === undefined
      ? promptWords(state, theme)
      : `${theme.paint('waiting', 'search')} ${lastCells(safeText(search), Math.floor(columns / 2))}`;
  const label = ` ${words} ${arrow} `;
  return promptRows(label, text(editor), cursorOf(editor), columns, most);
}

function promptWords(state: State, theme: Theme): string {
  const run = inputRun(state);
  if (!run) return targetWords(state, theme);
  const open = [...run.hostRuns.values()].filter(({ outcome }) => !outcome);
  return theme.paint('waiting', `stdin (${open.length})`);
}

function targetWords({ target, size }: State, theme: Theme): string {
  if (target.hosts.length === 0) return theme.paint('strong', 'no target');
  const count = `(${target.hosts.length})`;
  const room = Math.max(8, Math.floor(size.columns / 3) - count.length);
  const name = toWidth(target.text, Math.min(textWidth(target.text), room));
  const tone = target.guarded ? 'failed' : 'strong';
  return theme.paint(tone, name) + theme.paint('muted', count);
}

function popupsOf(
  scene: Scene,
  hand: Hand,
  prompt: PromptRows,
  promptTop: number,
): readonly Popup[] {
  const { state, theme } = scene;
  const [question] = state.questions;
  if (question) {
    const field = hand.answer?.ask === question.ask ? hand.answer : emptyField(question);
    return [questionPopup(question, field, state.questions.length, state.size, theme)];
  }
  if (state.overlay?.kind === 'chart') return [chartPopup(scene, state.overlay, state.size)];
  if (state.overlay?.kind === 'difference') {
    return [differencePopup(scene, state.overlay, state.size)];
  }
  if (state.overlay?.kind === 'roll') return [rollPopup(state, state.overlay.top, theme)];
  if (state.overlay) return [overlayPopup(state.overlay, state.focus, state.size, theme)];
  if (!hand.completion) return [];
  const typed = hand.completion.completion;
  const column = Math.max(0, prompt.cursor.x - (cursorOf(hand.editor) - typed.from));
  const list = completionPopup(hand.completion, promptTop, column, state.size, theme);
  const cursor = { x: prompt.cursor.x, y: prompt.cursor.y + promptTop };
  return [{ ...list, cursor }];
}

function tooSmall(size: Size): Frame {
  const lines = ['too small', `${smallest.columns}×${smallest.rows} needed`];
  return { rows: centred(lines, size), popups: [], cursor: undefined };
}

const smallest: Size = { columns: 40, rows: 8 };
