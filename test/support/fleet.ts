import type { HostState } from '../../src/domain/host.ts';
import { type Answer, exited, now, ready, type Told, tell } from './screen-state.ts';

const usage = [
  'Filesystem      Size  Used Avail Use% Mounted on',
  '/dev/sda1        40G   16G   22G  41% /',
  '/dev/sdb1       200G  121G   69G  64% /srv',
];
const lost = {
  kind: 'unreachable',
  message: 'connection reset – it comes back by itself',
} as const;
const refused = { kind: 'auth', message: 'login refused for deploy – check user and key' } as const;

/** `df -h` on a fleet in which one host fails, one is slow, one was lost and one was not reached. */
export function fleetRun(count: number): {
  told: readonly Told[];
  hosts: ReadonlyMap<string, HostState>;
} {
  const names = Array.from({ length: count }, (_, i) => `web${String(i + 1).padStart(2, '0')}`);
  const answers = Object.fromEntries(names.map((name, i) => [name, answerOf(i, count)]));
  const states = names.map((name, i): [string, HostState] => [name, stateOf(i, count)]);
  const uptime = tell(13, 'uptime', answersOf(names), now - 60_000);
  return { told: [uptime, tell(14, 'df -h', answers)], hosts: new Map(states) };
}

function answerOf(index: number, count: number): Answer {
  if (index === 2) {
    return {
      lines: [...usage.slice(0, 2), '!df: /mnt: Stale file handle'],
      outcome: exited(1),
      ms: 62,
    };
  }
  if (index === 3) return {};
  if (index === count - 1) {
    return { lines: usage.slice(0, 2), outcome: { kind: 'lost', failure: lost }, ms: 1200 };
  }
  if (index === count - 2) return { outcome: { kind: 'not-started', failure: refused } };
  return { lines: usage, outcome: exited(0), ms: 40 };
}

function stateOf(index: number, count: number): HostState {
  if (index === count - 1) return { kind: 'retrying', at: now + 4000, failure: lost };
  return index === count - 2 ? { kind: 'failed', failure: refused } : ready;
}

const answersOf = (names: readonly string[]): Record<string, Answer> =>
  Object.fromEntries(
    names.map((name) => [
      name,
      { lines: ['22:14 up 41 days, load 0.08'], outcome: exited(0), ms: 12 },
    ]),
  );
