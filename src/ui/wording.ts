import type { HostState } from '../domain/host.ts';
import type { Outcome } from '../domain/outcome.ts';
import type { HostRun } from '../domain/run.ts';

/** How an outcome is told in a few words, without a host's name. */
export function outcomeWords(outcome: Outcome): string {
  switch (outcome.kind) {
    case 'exited':
      return outcome.code === 0 ? 'ok' : `exit ${outcome.code}`;
    case 'signaled':
      return `killed by ${outcome.signal}`;
    case 'interrupted':
      return outcome.timeout ? 'time limit' : 'interrupted';
    case 'not-started':
      return `not started (${outcome.failure.kind})`;
    case 'lost':
      return 'lost (it may have run)';
    default:
      return outcome satisfies never;
  }
}

/** The same in a pane's title, where the mark tells the kind already. */
export function outcomeShort(outcome: Outcome): string {
  switch (outcome.kind) {
    case 'exited':
      return outcome.code === 0 ? '' : String(outcome.code);
    case 'signaled':
      return outcome.signal;
    case 'interrupted':
      return outcome.timeout ? 'time limit' : 'interrupted';
    case 'not-started':
      return outcome.failure.kind;
    case 'lost':
      return 'lost';
    default:
      return outcome satisfies never;
  }
}

/** Why an outcome came about, for those that have a reason. */
export function outcomeReason(outcome: Outcome): string | undefined {
  return outcome.kind === 'not-started' || outcome.kind === 'lost'
    ? outcome.failure.message
    : undefined;
}

/** A connection that is not ready, in a few words; undefined for one that is. */
export function connectionWords(state: HostState, now: number): string | undefined {
  switch (state.kind) {
    case 'ready':
      return state.restored ? 'restored' : state.shell.unusual;
    case 'off':
      return 'not connected';
    case 'connecting':
      return 'connecting';
    case 'starting':
      return 'starting';
    case 'suspect':
      return `silent ${wholeSeconds(now - state.since)}`;
    case 'retrying':
      return `retry ${wholeSeconds(state.at - now)}`;
    case 'failed':
      return state.failure.kind;
    default:
      return state satisfies never;
  }
}

/** Said of a host that goes on and has not said anything for `ms`; undefined while that is nothing special. */
export function silence(hostRun: HostRun, ms: number): string | undefined {
  const seconds = Math.floor(ms / 1000);
  const silent = !hostRun.outcome && hostRun.output.bytes === 0 && seconds >= worthSaying;
  return silent ? `(no output for ${seconds} s)` : undefined;
}

const worthSaying = 3; // seconds

/** `0.04s`, `3.1s`, `38s`, `2m05s`, `3h07m`; the input is ms. */
export function duration(ms: number): string {
  const seconds = Math.max(0, ms) / 1000;
  if (seconds < 1) return `${seconds.toFixed(2)}s`;
  if (seconds < 10) return `${seconds.toFixed(1)}s`;
  if (seconds < 60) return `${Math.floor(seconds)}s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)}m${two(Math.floor(seconds % 60))}s`;
  return `${Math.floor(seconds / 3600)}h${two(Math.floor((seconds % 3600) / 60))}m`;
}

/** For what is counted up or down: tenths would flicker. */
const wholeSeconds = (ms: number) => {
  const seconds = Math.max(0, Math.ceil(ms / 1000));
  return seconds < 60 ? `${seconds}s` : duration(seconds * 1000);
};

/** A command of several lines in one. */
export function commandTitle(command: string): string {
  const [first = '', ...rest] = command.trim().split('\n');
  return rest.length === 0 ? first : `${first} … (${rest.length + 1} lines)`;
}

const two = (value: number) => String(value).padStart(2, '0');
