import type { FailureKind } from '../domain/failure.ts';
import type { Outcome } from '../domain/outcome.ts';

/** How a host run ended, in a word or two: `exit 1`, `SIGKILL`, `login failed`. */
export function howItEnded(outcome: Outcome): string {
  switch (outcome.kind) {
    case 'exited':
      return `exit ${outcome.code}`;
    case 'signaled':
      return signalName(outcome.signal);
    case 'interrupted':
      return outcome.timeout ? 'time limit' : 'interrupted';
    case 'not-started':
    case 'lost':
      return failureWords[outcome.failure.kind];
    default:
      return outcome satisfies never;
  }
}

/** The sentence told at once for a host that did not get to an end of its own; absent for one that did. */
export function troubleOf(outcome: Outcome): string | undefined {
  switch (outcome.kind) {
    case 'exited':
    case 'signaled':
    case 'interrupted':
      return undefined;
    case 'not-started':
      return `not reached: ${outcome.failure.message}`;
    case 'lost':
      return `lost, it may have run: ${outcome.failure.message}`;
    default:
      return outcome satisfies never;
  }
}

const failureWords: Readonly<Record<FailureKind, string>> = {
  unreachable: 'unreachable',
  timeout: 'timed out',
  auth: 'login failed',
  'host-key': 'host key',
  'no-shell': 'no shell',
  busy: 'busy',
  canceled: 'canceled',
  protocol: 'protocol',
  file: 'file',
  worker: 'worker',
};

const signalName = (signal: string): string => (signal.startsWith('SIG') ? signal : `SIG${signal}`);
