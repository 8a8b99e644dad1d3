import type { Failure } from './failure.ts';

/** How a line ended on one host. Every (run, host) has exactly one. */
export type Outcome =
  | { readonly kind: 'exited'; readonly code: number }
  | { readonly kind: 'signaled'; readonly signal: string }
  | { readonly kind: 'interrupted'; readonly code: number; readonly timeout?: true }
  | { readonly kind: 'not-started'; readonly failure: Failure }
  | { readonly kind: 'lost'; readonly failure: Failure };

export const succeeded = (outcome: Outcome): boolean =>
  outcome.kind === 'exited' && outcome.code === 0;

/** The classes of a run's verdict: `ok`, `failed`, `lost`, `not-reached`. */
export type Verdict = 'ok' | 'failed' | 'lost' | 'not-reached';

export function verdict(outcome: Outcome): Verdict {
  switch (outcome.kind) {
    case 'exited':
      return outcome.code === 0 ? 'ok' : 'failed';
    case 'signaled':
    case 'interrupted':
      return 'failed';
    case 'lost':
      return 'lost';
    case 'not-started':
      return 'not-reached';
    default:
      return outcome satisfies never;
  }
}
