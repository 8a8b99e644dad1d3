import type { Completion } from '../../shell/complete.ts';

/** A completion, and the item that Enter takes. */
export interface CompletionList {
  readonly completion: Completion;
  readonly selected: number;
}

/** Selects the next or previous item; wraps around. */
export function stepSelection(list: CompletionList, by: 1 | -1): CompletionList {
  const count = list.completion.items.length;
  return { ...list, selected: (list.selected + by + count) % count };
}
