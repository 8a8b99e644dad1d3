import { type Outcome, succeeded } from './outcome.ts';

/** A command that runs over its hosts batch by batch; a batch starts only when the one before is proven well. */
export interface Roll {
  readonly command: string;
  /** Must end with exit code 0 on every host of a batch before the next one starts. */
  readonly check?: string;
  /** What happens between two batches. */
  readonly pause: RollPause;
  /** The target as typed. */
  readonly target: string;
  readonly batches: readonly (readonly string[])[];
  readonly steps: ReadonlyMap<string, HostStep>;
  /** How many batches may start so far, as allowed by the operator or the pause between them. */
  readonly allowed: number;
  /** What is running now. */
  readonly going?: RollRun;
  /** Why nothing further starts until the operator says so. */
  readonly stopped?: RollStop;
  /** The operator wants a pause after this batch. */
  readonly held?: true;
  /** When the pause between two batches is over, epoch ms. */
  readonly pauseUntil?: number;
}

export type RollPause =
  /** The operator looks at the hosts, and says when to go on. */
  | { readonly kind: 'ask' }
  | { readonly kind: 'none' }
  | { readonly kind: 'time'; readonly ms: number };

/** How far a host has come. */
export type HostStep =
  | { readonly kind: 'waiting' }
  | { readonly kind: 'running'; readonly run: string }
  /** The command has ended with exit code 0. */
  | { readonly kind: 'done' }
  /** The command has ended in another way, or was not started. */
  | { readonly kind: 'failed'; readonly outcome: Outcome }
  /** The command may have run: the host was lost or let go. It is not repeated unless somebody says so. */
  | { readonly kind: 'unknown'; readonly run: string; readonly outcome?: Outcome }
  | { readonly kind: 'checking'; readonly run: string }
  | { readonly kind: 'passed' }
  /** The check has ended otherwise than with exit code 0; without an outcome, it was let go. */
  | { readonly kind: 'refused'; readonly run: string; readonly outcome?: Outcome };

export interface RollRun {
  readonly run: string;
  readonly kind: RollAct['kind'];
}

export type RollStop =
  | { readonly kind: 'operator' }
  /** A host of the batch is not well; its step says why. */
  | { readonly kind: 'failed' }
  /** These hosts of the batch that was to start are not connected. */
  | { readonly kind: 'down'; readonly hosts: readonly string[] };

/** What is to be run next. */
export interface RollAct {
  readonly kind: 'command' | 'check';
  readonly hosts: readonly string[];
}

export function openRoll({
  batches,
  ...asked
}: Pick<Roll, 'command' | 'check' | 'pause' | 'target' | 'batches'>): Roll {
  const steps = batches.flat().map((host) => [host, { kind: 'waiting' }] as const);
  return { ...asked, batches, steps: new Map(steps), allowed: 1 };
}

/**
 * What is to be started now; nothing while something is running, or while anything stands against it. A batch is
 * reached only when every host of the earlier batches is finished.
 */
export function due(roll: Roll): RollAct | undefined {
  if (roll.stopped || roll.going) return undefined;
  const at = batchInHand(roll);
  const batch = roll.batches[at];
  if (!batch || at >= roll.allowed || batch.some((host) => isBad(stepOf(roll, host)))) {
    return undefined;
  }
  const waiting = batch.filter((host) => stepOf(roll, host).kind === 'waiting');
  if (roll.held && waiting.length === batch.length) return undefined;
  if (waiting.length > 0) return { kind: 'command', hosts: waiting };
  return { kind: 'check', hosts: batch.filter((host) => stepOf(roll, host).kind === 'done') };
}

/** Index of the first batch with an unfinished host; the number of batches if there is none. */
export function batchInHand(roll: Roll): number {
  const at = roll.batches.findIndex((batch) => !isFinished(roll, batch));
  return at < 0 ? roll.batches.length : at;
}

export const isOver = (roll: Roll): boolean => batchInHand(roll) === roll.batches.length;

export const isFinished = (roll: Roll, batch: readonly string[]): boolean =>
  batch.every((host) => stepOf(roll, host).kind === (roll.check === undefined ? 'done' : 'passed'));

export const hasBegun = (roll: Roll, batch: number): boolean =>
  (roll.batches[batch] ?? []).some((host) => stepOf(roll, host).kind !== 'waiting');

export const stepOf = (roll: Roll, host: string): HostStep =>
  roll.steps.get(host) ?? { kind: 'waiting' };

/** Whether this step keeps the roll from going on. */
export const isBad = ({ kind }: HostStep): boolean =>
  kind === 'failed' || kind === 'unknown' || kind === 'refused';

/** A step after an outcome of the run that it waited for. Only exit code 0 is well. */
export function stepAfter(step: HostStep, run: string, outcome: Outcome): HostStep {
  switch (step.kind) {
    case 'running':
    case 'unknown':
      if (step.run !== run || (step.kind === 'unknown' && step.outcome)) return step;
      if (succeeded(outcome)) return { kind: 'done' };
      return outcome.kind === 'lost'
        ? { kind: 'unknown', run, outcome }
        : { kind: 'failed', outcome };
    case 'checking':
    case 'refused':
      if (step.run !== run || (step.kind === 'refused' && step.outcome)) return step;
      return succeeded(outcome) ? { kind: 'passed' } : { kind: 'refused', run, outcome };
    case 'waiting':
    case 'done':
    case 'failed':
    case 'passed':
      return step;
    default:
      return step satisfies never;
  }
}

/** The step after its run has stopped waiting for it. */
export function stepLetGo(step: HostStep, run: string): HostStep {
  if (step.kind === 'running' && step.run === run) return { kind: 'unknown', run };
  if (step.kind === 'checking' && step.run === run) return { kind: 'refused', run };
  return step;
}
