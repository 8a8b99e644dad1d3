import { fold } from './fold.ts';
import { batchInHand, hasBegun, isFinished, isOver, type Roll } from './roll.ts';
import { badHosts } from './roll-change.ts';

/** What to tell the operator when a roll changes from `before` to `now`; undefined while it just goes on. */
export function rollNews(
  before: Roll,
  now: Roll,
): { readonly kind: 'info' | 'error'; readonly text: string } | undefined {
  const place = `batch ${Math.min(batchInHand(now) + 1, now.batches.length)} of ${now.batches.length}`;
  if (now.stopped && now.stopped.kind !== before.stopped?.kind && now.stopped.kind !== 'operator') {
    const hosts = now.stopped.kind === 'down' ? now.stopped.hosts : badHosts(now);
    const why = now.stopped.kind === 'down' ? 'is not connected' : 'is not well';
    return {
      kind: 'error',
      text: `the roll has stopped in ${place}: ${fold(hosts)} ${why} – :roll`,
    };
  }
  if (isOver(now) && !isOver(before)) {
    const hosts = now.steps.size;
    return {
      kind: 'info',
      text: `the roll is through: ${hosts} host${hosts === 1 ? '' : 's'} well`,
    };
  }
  if (isLooking(now) && !isLooking(before)) {
    const well = fold(now.batches.filter((batch) => isFinished(now, batch)).flat());
    return {
      kind: 'info',
      text: `the roll waits before ${place}, ${well} well – :roll, c goes on`,
    };
  }
  return undefined;
}

/** Whether it waits for the operator before a batch. */
export function isLooking(roll: Roll): boolean {
  const at = batchInHand(roll);
  if (roll.stopped || roll.going || roll.pauseUntil !== undefined || isOver(roll)) return false;
  return !hasBegun(roll, at) && (at >= roll.allowed || roll.held === true);
}
