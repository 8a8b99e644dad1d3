import type { HostState } from '../domain/host.ts';
import type { Verdict } from '../domain/question.ts';

/** What a host's state says about the password that led to it. */
export function loginVerdict(state: HostState): Verdict | undefined {
  switch (state.kind) {
    case 'connecting':
      return undefined;
    case 'starting':
    case 'ready':
    case 'suspect':
      return 'accepted';
    case 'failed':
      return state.failure.kind === 'auth' ? 'refused' : 'undecided';
    case 'off':
    case 'retrying':
      return 'undecided';
    default:
      return state satisfies never;
  }
}
