import type { State } from './state.ts';

type Optional =
  | 'shownRun'
  | 'openedRun'
  | 'cursor'
  | 'zoom'
  | 'terminal'
  | 'notice'
  | 'search'
  | 'overlay'
  | 'timeLimit'
  | 'inputRun'
  | 'unmasked'
  | 'mouse'
  | 'viewBefore'
  | 'watch';

/** The part set, or left out for `undefined`; the same state when it was so. */
export function withOptional<K extends Optional>(
  state: State,
  key: K,
  value: State[K] | undefined,
): State {
  if (state[key] === value) return state;
  if (value !== undefined) return { ...state, [key]: value };
  const { [key]: _, ...rest } = state;
  return rest as State;
}

/** The operator has gone on: what was said under the prompt has been read. */
export const noticeRead = (state: State): State => withOptional(state, 'notice', undefined);
