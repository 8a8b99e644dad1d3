import type { Aside, State } from './state.ts';

/** Of one host; then only that there is more. */
const most = 2000;

/** The newest behind the others; rows that are there keep their numbers. */
export function withAside(state: State, host: string, said: Omit<Aside, 'after'>): State {
  const before = state.asides.get(host) ?? [];
  if (before.length > most) return state;
  const after = state.runs.at(-1)?.number ?? 0;
  const aside: Aside =
    before.length < most ? { ...said, after } : { kind: 'notice', text: tooMany, after };
  return { ...state, asides: new Map(state.asides).set(host, [...before, aside]) };
}

const tooMany = 'what background jobs say from here on is not shown – let them write to a file';
