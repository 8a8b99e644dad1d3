import { batchInHand, isFinished, type Roll } from './roll.ts';
import { isLooking } from './roll-news.ts';

/** The state of a batch, as its lane shows it. */
export type LaneState = 'ok' | 'running' | 'checking' | 'stopped' | 'looking' | 'pause' | 'waiting';

export function laneState(roll: Roll, index: number): LaneState {
  const batch = roll.batches[index] ?? [];
  if (isFinished(roll, batch)) return 'ok';
  if (index !== batchInHand(roll)) return 'waiting';
  if (roll.going) return roll.going.kind === 'check' ? 'checking' : 'running';
  if (roll.stopped) return 'stopped';
  if (roll.pauseUntil !== undefined) return 'pause';
  return isLooking(roll) ? 'looking' : 'waiting';
}
