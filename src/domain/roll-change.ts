import type { Outcome } from './outcome.ts';
import {
  batchInHand,
  type HostStep,
  hasBegun,
  isBad,
  isOver,
  type Roll,
  type RollRun,
  stepAfter,
  stepLetGo,
  stepOf,
} from './roll.ts';

/** What can happen to a roll. `now` is epoch ms. */
export type RollEvent =
  | ({ readonly kind: 'started'; readonly hosts: readonly string[] } & {
      readonly what: RollRun;
    })
  /** News about hosts of this run; without an outcome: let go. */
  | {
      readonly kind: 'ended';
      readonly run: string;
      readonly hosts: ReadonlyMap<string, Outcome | undefined>;
      readonly now: number;
    }
  /** The next step could not start, because these hosts are not connected. */
  | { readonly kind: 'down'; readonly hosts: readonly string[] }
  | { readonly kind: 'time'; readonly now: number }
  | { readonly kind: RollKey };

/** What the operator can do. */
export type RollKey =
  | 'continue'
  /** Waits after this batch, until `continue`. */
  | 'pause'
  /** Starts nothing further, not even the check of this batch. */
  | 'stop'
  /** Repeats the failed batch: the command where it failed or was not started, the check where it did not succeed. */
  | 'retry'
  /** The same, but the command also where it may have run. */
  | 'again'
  /** The operator has looked: where it may have run, it has. */
  | 'vouch';

/** The roll after `event`; the same object if nothing changes. */
export function afterEvent(roll: Roll, event: RollEvent): Roll {
  switch (event.kind) {
    case 'started':
      return started(roll, event.what, event.hosts);
    case 'ended':
      return ended(roll, event.run, event.hosts, event.now);
    case 'down':
      return { ...roll, stopped: { kind: 'down', hosts: event.hosts } };
    case 'time':
      return roll.pauseUntil === undefined || event.now < roll.pauseUntil ? roll : letOn(roll);
    case 'continue':
      return continued(roll);
    case 'pause':
      return isOver(roll) || roll.held ? roll : { ...without(roll, 'pauseUntil'), held: true };
    case 'stop':
      if (isOver(roll) || roll.stopped) return roll;
      return { ...without(roll, 'pauseUntil'), stopped: { kind: 'operator' } };
    case 'retry':
      return unknownHosts(roll).length > 0 ? roll : again(roll);
    case 'again':
      return again(roll);
    case 'vouch':
      return withSteps(roll, 'unknown', { kind: 'done' });
    default:
      return event satisfies never;
  }
}

function started(roll: Roll, going: RollRun, hosts: readonly string[]): Roll {
  const steps = new Map(roll.steps);
  const kind = going.kind === 'command' ? 'running' : 'checking';
  for (const host of hosts) steps.set(host, { kind, run: going.run });
  return { ...roll, steps, going };
}

function ended(
  roll: Roll,
  run: string,
  hosts: ReadonlyMap<string, Outcome | undefined>,
  now: number,
): Roll {
  const steps = new Map(roll.steps);
  for (const [host, outcome] of hosts) {
    const step = steps.get(host);
    if (step) steps.set(host, outcome ? stepAfter(step, run, outcome) : stepLetGo(step, run));
  }
  const changed = [...steps].some(([host, step]) => roll.steps.get(host) !== step);
  return changed ? settled({ ...roll, steps }, now) : roll;
}

/** Called when the last host of the current run has ended. */
function settled(roll: Roll, now: number): Roll {
  const { going } = roll;
  const open = ({ kind }: HostStep) => kind === 'running' || kind === 'checking';
  if (!going || [...roll.steps.values()].some(open)) return roll;
  const rest = without(roll, 'going');
  if (badHosts(rest).length > 0) return { ...rest, stopped: { kind: 'failed' } };
  const { pause, held, stopped } = rest;
  const between = batchInHand(rest) >= rest.allowed && !isOver(rest);
  if (!between || held || stopped || pause.kind === 'ask') return rest;
  return pause.kind === 'time' ? { ...rest, pauseUntil: now + pause.ms } : letOn(rest);
}

/** The next batch may start. */
const letOn = (roll: Roll): Roll => ({
  ...without(roll, 'pauseUntil'),
  allowed: Math.max(roll.allowed, batchInHand(roll) + 1),
});

function continued(roll: Roll): Roll {
  if (isOver(roll) || badHosts(roll).length > 0) return roll;
  const open = without(without(roll, 'held'), 'stopped');
  return open.going ? open : letOn(open);
}

/** Repeats the current batch; never starts a new one. */
function again(roll: Roll): Roll {
  if (roll.going || roll.stopped?.kind !== 'failed' || !hasBegun(roll, batchInHand(roll))) {
    return roll;
  }
  const unknown = withSteps(roll, 'unknown', { kind: 'waiting' });
  const failed = withSteps(unknown, 'failed', { kind: 'waiting' });
  return continued(withSteps(failed, 'refused', { kind: 'done' }));
}

/** Hosts of the current batch that keep the roll from going on. */
export const badHosts = (roll: Roll): string[] =>
  (roll.batches[batchInHand(roll)] ?? []).filter((host) => isBad(stepOf(roll, host)));

/** Hosts on which the command may have run. */
export const unknownHosts = (roll: Roll): string[] =>
  badHosts(roll).filter((host) => stepOf(roll, host).kind === 'unknown');

function withSteps(roll: Roll, from: HostStep['kind'], to: HostStep): Roll {
  const hosts = badHosts(roll).filter((host) => stepOf(roll, host).kind === from);
  if (hosts.length === 0 || roll.going) return roll;
  return { ...roll, steps: new Map([...roll.steps, ...hosts.map((host) => [host, to] as const)]) };
}

function without<K extends 'going' | 'held' | 'stopped' | 'pauseUntil'>(roll: Roll, key: K): Roll {
  const { [key]: _, ...rest } = roll;
  return rest as Roll;
}
