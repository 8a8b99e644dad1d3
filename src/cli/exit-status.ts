import { constants } from 'node:os';
import { type Outcome, verdict } from '../domain/outcome.ts';
import type { ExitMode } from './options.ts';

/** Statuses that do not come from outcomes. */
export const usageStatus = 2;
export const inventoryStatus = 3;
export const bugStatus = 70; // EX_SOFTWARE of sysexits.h
export const outputStatus = 74; // EX_IOERR

/** What all outcomes of all runs come to. The most serious of several holds: 6, 7, 4, 5, 1. */
export function exitStatus(outcomes: Iterable<Outcome>, mode: ExitMode = 'any'): number {
  const all = [...outcomes];
  const largest = mode === 'max' ? Math.max(0, ...all.map(remoteCode)) : 0;
  return largest > 0 ? largest : mostSerious(all);
}

/** 128+n, as a shell reports a signal; `name` with or without SIG. */
export function signalStatus(name: string): number {
  const full = name.startsWith('SIG') ? name : `SIG${name}`;
  return 128 + (Object.entries(constants.signals).find(([signal]) => signal === full)?.[1] ?? 0);
}

function mostSerious(outcomes: readonly Outcome[]): number {
  if (outcomes.some((outcome) => failedBy(outcome, 'host-key'))) return 6;
  if (outcomes.some((outcome) => failedBy(outcome, 'auth'))) return 7;
  const verdicts = outcomes.map(verdict);
  if (verdicts.length > 0 && verdicts.every((verdict) => verdict === 'not-reached')) return 4;
  if (verdicts.some((verdict) => verdict === 'not-reached' || verdict === 'lost')) return 5;
  return verdicts.includes('failed') ? 1 : 0;
}

const failedBy = (outcome: Outcome, kind: 'host-key' | 'auth'): boolean =>
  'failure' in outcome && outcome.failure.kind === kind;

/** 0 where there is none: hosts that were not reached or lost count by the table. */
function remoteCode(outcome: Outcome): number {
  switch (outcome.kind) {
    case 'exited':
    case 'interrupted':
      return outcome.code;
    case 'signaled':
      return signalStatus(outcome.signal);
    case 'not-started':
    case 'lost':
      return 0;
    default:
      return outcome satisfies never;
  }
}
