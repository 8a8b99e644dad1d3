import type { Aside, State } from './state.ts';

/** Most asides of a host; after that it only says that there are more. */
const most = 2000;

/** Appends an aside; existing rows keep their numbers. */
export function withAside(state: State, host: string, said: Omit<Aside, 'after'>): State {
  const before = state.asides.get(host) ?? [];
  if (before.length > most) return state;
  const after = state.runs.at(-1)?.number ?? 0;
  const aside: Aside =
    before.length < most ? { ...said, after } : { kind: 'notice', text: tooMany, after };
  return { ...state, asides: new Map(state.asides).set(host, [...before, aside]) };
}

const tooMany = 'what background jobs say from here on is not shown – let them write to a file';
