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

/** Sets a part, or leaves it out if `undefined`; the same state if nothing changes. */
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

/** The operator has gone on, so the notice has been read. */
export const noticeRead = (state: State): State => withOptional(state, 'notice', undefined);
