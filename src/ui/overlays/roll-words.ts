import { batchInHand, isOver, type Roll, stepOf } from '../../domain/roll.ts';
import { badHosts, unknownHosts } from '../../domain/roll-change.ts';
import { isLooking } from '../../domain/roll-news.ts';
import type { State } from '../../store/state.ts';
import { folded } from '../folded.ts';
import { duration } from '../wording.ts';

/** What the roll is doing, or waiting for. */
export function rollWords(
  roll: Roll,
  { runs, now, hosts: states }: Pick<State, 'runs' | 'now' | 'hosts'>,
): string {
  const at = batchInHand(roll);
  const hosts = roll.batches[at] ?? [];
  if (isOver(roll)) return `through: ${roll.steps.size} well`;
  if (roll.going) {
    const run = runs.findLast(({ id }) => id === roll.going?.run);
    const ended = run?.hosts.filter((host) => run.hostRuns.get(host)?.outcome).length ?? 0;
    const what = roll.going.kind === 'check' ? 'the check' : 'the command';
    const time = run ? `, ${duration(now - run.startedAt)}` : '';
    return `${what} runs in batch ${at + 1}: ${ended} of ${run?.hosts.length ?? 0} ended${time}${later(roll)}`;
  }
  if (roll.stopped) return stopWords(roll, states);
  if (roll.pauseUntil !== undefined) {
    const seconds = Math.max(0, Math.ceil((roll.pauseUntil - now) / 1000));
    return `batch ${at + 1} starts in ${seconds} s on ${folded(hosts)}`;
  }
  if (isLooking(roll)) {
    const before = at > 0 ? `batch ${at} is well – ` : '';
    return `${before}c starts batch ${at + 1} on ${folded(hosts)}`;
  }
  return `batch ${at + 1} starts when the run before has ended`;
}

function later({ stopped, held }: Roll): string {
  if (stopped) return ' – then the roll stops';
  return held ? ' – then a pause' : '';
}

function stopWords(roll: Roll, states: State['hosts']): string {
  const bad = badHosts(roll);
  const unknown = unknownHosts(roll);
  if (unknown.length > 0) {
    return `${folded(unknown)} may have run it – look there, then: d it is done, a run it again`;
  }
  if (bad.length > 0) {
    const refused = bad.filter((host) => stepOf(roll, host).kind === 'refused');
    const what = refused.length === bad.length ? 'the check' : 'the command, then the check,';
    const again = roll.check === undefined ? 'the command' : what;
    return `stopped: ${folded(bad)} not well – r repeats ${again} there; nothing further starts before`;
  }
  if (roll.stopped?.kind === 'down') {
    const { hosts } = roll.stopped;
    const down = hosts.filter((host) => states.get(host)?.kind !== 'ready');
    const how = down.length > 0 ? `${folded(down)} not connected` : `${folded(hosts)} is back`;
    return `stopped: ${how} – c goes on where it stood`;
  }
  return 'stopped – c goes on where it stood';
}

/** The keys that work now. */
export function rollKeys(roll: Roll): string {
  return [...keysNow(roll), 'Esc close'].join(', ');
}

function keysNow(roll: Roll): readonly string[] {
  if (isOver(roll)) return [];
  if (roll.going) {
    return roll.held || roll.stopped
      ? ['c go on after it', 'Ctrl-C interrupt']
      : ['p pause after it', 's stop', 'Ctrl-C interrupt'];
  }
  if (unknownHosts(roll).length > 0) return ['d done', 'a again'];
  if (badHosts(roll).length > 0) return ['r retry'];
  if (roll.pauseUntil !== undefined) return ['c now', 'p pause', 's stop'];
  return roll.stopped ? ['c continue'] : ['c continue', 's stop'];
}
