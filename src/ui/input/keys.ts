import type { ViewName } from '../../store/state.ts';

/** What a key does; each has its function in `key-actions.ts`. */
export type KeyId =
  | 'enter'
  | 'complete'
  | 'newline'
  | 'search-history'
  | 'to-grid'
  | 'move'
  | 'back'
  | 'zoom'
  | 'terminal'
  | 'toggle-view'
  | 'next-view'
  | 'masks'
  | 'mute'
  | 'difference'
  | 'table'
  | 'sort-table'
  | 'filter'
  | 'retry'
  | 'search'
  | 'next-hit'
  | 'copy'
  | 'write'
  | 'page-output'
  | 'mark'
  | 'mark-all'
  | 'invert-marks'
  | 'make-target'
  | 'undo-target'
  | 'interrupt-host'
  | 'let-go'
  | 'walk-runs'
  | 'ends'
  | 'help'
  | 'page'
  | 'interrupt'
  | 'leave'
  | 'suspend'
  | 'redraw';

export interface KeyBinding {
  readonly id: KeyId;
  /** `C-` is Ctrl, `M-` is Alt; the names are those of `keyName`. */
  readonly keys: readonly string[];
  readonly where: 'prompt' | 'grid' | 'anywhere';
  readonly summary: string;
  /** A word or two for the line under the prompt. */
  readonly hint?: string;
  /** The only view that shows the hint; there it comes before the general ones. */
  readonly hintIn?: ViewName;
}

/** All key bindings. Dispatch, help, hints and the README are made from this table. */
export const keyTable: readonly KeyBinding[] = [
  {
    id: 'enter',
    where: 'prompt',
    keys: ['return'],
    summary: 'send the line to every host of the target',
  },
  {
    id: 'complete',
    where: 'prompt',
    keys: ['tab'],
    summary: 'complete hosts, built-ins and what they take, lines; commands and paths there',
    hint: 'complete',
  },
  {
    id: 'search-history',
    where: 'prompt',
    keys: ['C-r'],
    summary: 'search the history',
    hint: 'history',
  },
  { id: 'newline', where: 'prompt', keys: ['M-return'], summary: 'a new line in the command' },
  {
    id: 'move',
    where: 'prompt',
    keys: ['M-left', 'M-down', 'M-up', 'M-right'],
    summary: 'move the focused pane',
  },
  {
    id: 'to-grid',
    where: 'prompt',
    keys: ['escape'],
    summary: 'to the grid: letters are commands there',
    hint: 'grid',
  },
  {
    id: 'back',
    where: 'grid',
    keys: ['escape'],
    summary: 'back from zoom, then to the prompt',
    hint: 'back',
  },
  {
    id: 'move',
    where: 'grid',
    keys: ['left', 'down', 'up', 'right', 'h', 'j', 'k', 'l'],
    summary: 'move over hosts or blocks',
  },
  {
    id: 'zoom',
    where: 'grid',
    keys: ['return', 'z'],
    summary: 'zoom one host or one block',
    hint: 'zoom',
  },
  { id: 'toggle-view', where: 'grid', keys: ['m'], summary: 'panes or merged', hint: 'merged' },
  { id: 'next-view', where: 'grid', keys: ['v'], summary: 'next view' },
  {
    id: 'masks',
    where: 'grid',
    keys: ['M'],
    summary: 'merged: mask names, times and ids, or not',
    hint: 'masks',
    hintIn: 'merged',
  },
  {
    id: 'table',
    where: 'grid',
    keys: ['T'],
    summary: 'columns of all hosts as one table, and back',
  },
  {
    id: 'sort-table',
    where: 'grid',
    keys: ['<', '>', 'S'],
    summary: 'table: sort by the column before, the next; turn it round',
    hint: 'sort',
    hintIn: 'table',
  },
  {
    id: 'difference',
    where: 'grid',
    keys: ['d'],
    summary: 'what is different from the largest block, or of two that are marked',
    hint: 'diff',
  },
  {
    id: 'mute',
    where: 'grid',
    keys: ['-'],
    summary: 'mute or unmute a host in the stream',
    hint: 'mute',
    hintIn: 'stream',
  },
  {
    id: 'filter',
    where: 'grid',
    keys: ['f'],
    summary: 'only: all, failed, odd, running, down',
    hint: 'filter',
  },
  {
    id: 'retry',
    where: 'grid',
    keys: ['r'],
    summary: 'repeat on failed and not reached hosts',
    hint: 'retry',
  },
  {
    id: 'interrupt-host',
    where: 'grid',
    keys: ['c'],
    summary: 'interrupt this host or block only',
  },
  { id: 'let-go', where: 'grid', keys: ['x'], summary: 'let a straggler go: nobody waits for it' },
  {
    id: 'walk-runs',
    where: 'grid',
    keys: ['[', ']'],
    summary: 'older, newer run; of earlier days too',
    hint: 'runs',
  },
  { id: 'ends', where: 'grid', keys: ['g', 'G'], summary: 'to the beginning, to the end' },
  { id: 'help', where: 'grid', keys: ['?'], summary: 'this help', hint: 'help' },
  {
    id: 'terminal',
    where: 'grid',
    keys: ['s'],
    summary: 'a real terminal on that host, Ctrl-] back',
    hint: 'terminal',
  },
  { id: 'search', where: 'prompt', keys: ['C-f'], summary: 'search the output of all hosts' },
  {
    id: 'search',
    where: 'grid',
    keys: ['/'],
    summary: 'search the output of all hosts',
    hint: 'search',
  },
  {
    id: 'next-hit',
    where: 'grid',
    keys: ['n', 'N'],
    summary: 'next hit over all hosts, the one before',
  },
  { id: 'copy', where: 'grid', keys: ['y'], summary: 'copy this output to the clipboard (OSC 52)' },
  { id: 'write', where: 'grid', keys: ['w'], summary: 'write the run’s output to a file per host' },
  {
    id: 'page-output',
    where: 'grid',
    keys: ['o', 'O'],
    summary: 'this output in $PAGER; O: the bytes as they came',
  },
  {
    id: 'mark',
    where: 'grid',
    keys: [' '],
    summary: 'mark a host or block: @marked',
    hint: 'mark',
  },
  { id: 'mark-all', where: 'grid', keys: ['a'], summary: 'mark all that is shown, or nothing' },
  { id: 'invert-marks', where: 'grid', keys: ['i'], summary: 'invert the marks' },
  {
    id: 'make-target',
    where: 'grid',
    keys: ['t'],
    summary: 'make the marks, the block or what f shows the target',
  },
  { id: 'undo-target', where: 'grid', keys: ['u'], summary: 'back to the target before' },
  {
    id: 'page',
    where: 'anywhere',
    keys: ['pageup', 'pagedown'],
    summary: 'scroll the focused pane, or turn the page',
  },
  {
    id: 'toggle-view',
    where: 'anywhere',
    keys: ['C-t'],
    summary: 'panes or merged',
    hint: 'merged',
  },
  {
    id: 'interrupt',
    where: 'anywhere',
    keys: ['C-c'],
    summary: 'interrupt the run; without one clear the line',
  },
  { id: 'leave', where: 'anywhere', keys: ['C-d'], summary: 'leave, when the line is empty' },
  {
    id: 'suspend',
    where: 'anywhere',
    keys: ['C-z'],
    summary: 'suspend; fg brings the screen back',
  },
  { id: 'redraw', where: 'anywhere', keys: ['C-l'], summary: 'draw the screen again' },
];

/** The binding of `key` there, if it has one. */
export function bindingFor(key: string, where: 'prompt' | 'grid'): KeyBinding | undefined {
  return keyTable.find((binding) => isThere(binding, where) && binding.keys.includes(key));
}

/** Whether the binding works there. */
export const isThere = (binding: Pick<KeyBinding, 'where'>, where: 'prompt' | 'grid') =>
  binding.where === where || binding.where === 'anywhere';
