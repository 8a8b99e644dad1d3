import type { HostState } from '../domain/host.ts';
import type { Outcome } from '../domain/outcome.ts';
import type { HostRun } from '../domain/run.ts';
import type { Tone } from './theme.ts';

/** A character that tells a state even without its colour, and the colour. */
export interface Mark {
  readonly sign: string;
  readonly tone: Tone;
}

/** `now` is epoch ms; it only animates the sign of a running one. */
export function hostRunMark(hostRun: HostRun | undefined, now: number): Mark {
  if (!hostRun) return { sign: '·', tone: 'muted' };
  if (hostRun.outcome) return outcomeMark(hostRun.outcome);
  return { sign: spinner(now), tone: hostRun.letGo ? 'muted' : 'running' };
}

export function outcomeMark(outcome: Outcome): Mark {
  switch (outcome.kind) {
    case 'exited':
      return outcome.code === 0 ? { sign: '✓', tone: 'ok' } : { sign: '✗', tone: 'failed' };
    case 'signaled':
    case 'interrupted':
      return { sign: '✗', tone: 'failed' };
    case 'not-started':
      return { sign: '○', tone: 'waiting' };
    case 'lost':
      return { sign: '⌁', tone: 'lost' };
    default:
      return outcome satisfies never;
  }
}

export function hostStateMark(state: HostState): Mark {
  switch (state.kind) {
    case 'off':
      return { sign: '·', tone: 'muted' };
    case 'connecting':
    case 'starting':
      return { sign: '◌', tone: 'waiting' };
    case 'ready':
      return { sign: '●', tone: 'ok' };
    case 'suspect':
      return { sign: '?', tone: 'waiting' };
    case 'retrying':
      return { sign: '◌', tone: 'lost' };
    case 'failed':
      return { sign: '✗', tone: 'failed' };
    default:
      return state satisfies never;
  }
}

/** Braille dots of the npm package cli-spinners, `dots`. */
const frames = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'] as const;
const frameMs = 100;
/** What the operator has marked: all of these hosts, some of them, or none. */
export function markSign(hosts: readonly string[], marked: ReadonlySet<string>): string {
  if (marked.size === 0) return '';
  const some = hosts.filter((host) => marked.has(host)).length;
  if (some === 0) return '';
  return some === hosts.length ? '◆' : '◇';
}
export const spinner = (now: number) =>
  frames[Math.floor(now / frameMs) % frames.length] ?? frames[0];
