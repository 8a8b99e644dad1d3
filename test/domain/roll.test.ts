import { describe, expect, it } from 'vitest';
import type { Outcome } from '../../src/domain/outcome.ts';
import {
  batchInHand,
  due,
  isOver,
  openRoll,
  type Roll,
  type RollPause,
} from '../../src/domain/roll.ts';
import {
  afterEvent,
  badHosts,
  type RollEvent,
  unknownHosts,
} from '../../src/domain/roll-change.ts';
import { laneState } from '../../src/domain/roll-lane.ts';
import { rollNews } from '../../src/domain/roll-news.ts';

const ok: Outcome = { kind: 'exited', code: 0 };
const gone = { kind: 'unreachable', message: 'gone' } as const;
/** Everything but exit code 0. */
const bad: Readonly<Record<string, Outcome>> = {
  'exit 1': { kind: 'exited', code: 1 },
  'exit 255': { kind: 'exited', code: 255 },
  'killed by a signal': { kind: 'signaled', signal: 'KILL' },
  interrupted: { kind: 'interrupted', code: 130 },
  'interrupted with code 0': { kind: 'interrupted', code: 0 },
  'a time limit': { kind: 'interrupted', code: 124, timeout: true },
  lost: { kind: 'lost', failure: gone },
  'lost with its worker': {
    kind: 'lost',
    failure: { kind: 'worker', message: 'its worker ended' },
  },
  'not reached': { kind: 'not-started', failure: gone },
  'not started, busy': { kind: 'not-started', failure: { kind: 'busy', message: 'busy' } },
  canceled: { kind: 'not-started', failure: { kind: 'canceled', message: 'canceled' } },
};
const batches = [['a'], ['b', 'c'], ['d', 'e', 'f']];
const open = (pause: RollPause = { kind: 'none' }, check: string | undefined = 'check'): Roll =>
  openRoll({ command: 'cmd', target: 'all', pause, batches, ...(check && { check }) });

/** Starts what is due, as run `run`. */
function start(roll: Roll, run: string): Roll {
  const act = due(roll);
  if (!act) throw new Error('nothing is due');
  return afterEvent(roll, { kind: 'started', what: { run, kind: act.kind }, hosts: act.hosts });
}

function end(roll: Roll, run: string, outcomes: Readonly<Record<string, Outcome | undefined>>) {
  return afterEvent(roll, { kind: 'ended', run, hosts: new Map(Object.entries(outcomes)), now: 0 });
}

/** Batch after batch well, up to the command of the batch `until`. */
function upTo(until: number, pause?: RollPause, check?: string): Roll {
  let roll = open(pause, check);
  for (const [n, batch] of batches.slice(0, until).entries()) {
    const all = Object.fromEntries(batch.map((host) => [host, ok]));
    roll = end(start(roll, `cmd${n}`), `cmd${n}`, all);
    roll = end(start(roll, `check${n}`), `check${n}`, all);
    roll = afterEvent(roll, { kind: 'continue' });
  }
  return roll;
}

const press = (roll: Roll, ...kinds: Extract<RollEvent['kind'], string>[]) =>
  kinds.reduce((now, kind) => afterEvent(now, { kind } as RollEvent), roll);

describe('a roll', () => {
  it('begins with the first batch alone', () => {
    expect(due(open())).toEqual({ kind: 'command', hosts: ['a'] });
  });

  it('starts nothing while something goes on', () => {
    const roll = start(open(), 'r');
    expect(due(roll)).toBeUndefined();
    expect(due(press(roll, 'continue', 'continue', 'retry', 'again', 'vouch'))).toBeUndefined();
  });

  it('checks a batch when its command has ended everywhere, then goes to the next', () => {
    let roll = upTo(1);
    expect(due(roll)).toEqual({ kind: 'command', hosts: ['b', 'c'] });
    roll = end(start(roll, 'r'), 'r', { b: ok });
    expect(due(roll)).toBeUndefined();
    roll = end(roll, 'r', { c: ok });
    expect(due(roll)).toEqual({ kind: 'check', hosts: ['b', 'c'] });
    roll = end(start(roll, 's'), 's', { c: ok });
    expect(due(roll)).toBeUndefined();
    roll = end(roll, 's', { b: ok });
    expect(due(roll)).toEqual({ kind: 'command', hosts: ['d', 'e', 'f'] });
  });

  it('without a check goes on when the command has ended well everywhere', () => {
    const roll = end(start(open({ kind: 'none' }, ''), 'r'), 'r', { a: ok });
    expect(due(roll)).toEqual({ kind: 'command', hosts: ['b', 'c'] });
  });

  it('is over when the last batch is well', () => {
    const roll = upTo(3);
    expect(isOver(roll)).toBe(true);
    expect(due(press(roll, 'continue', 'retry', 'again'))).toBeUndefined();
    expect(press(roll, 'stop', 'pause')).toBe(roll);
  });
});

describe.each([0, 1, 2])('in batch %d', (at) => {
  const batch = batches[at] ?? [];
  const last = batch.at(-1) ?? '';
  const others = Object.fromEntries(batch.slice(0, -1).map((host) => [host, ok]));
  const moments = ['command', 'check'] as const;
  const outcomes = Object.entries(bad);

  describe.each(moments)('a %s', (moment) => {
    const reached = () => {
      const roll = upTo(at);
      if (moment === 'command') return start(roll, 'r');
      const all = Object.fromEntries(batch.map((host) => [host, ok]));
      return start(end(start(roll, 'q'), 'q', all), 'r');
    };

    it.each(outcomes)('that ends with %s starts nothing more, first or last', (_, outcome) => {
      const last_ = end(end(reached(), 'r', others), 'r', { [last]: outcome });
      const first = end(end(reached(), 'r', { [last]: outcome }), 'r', others);
      for (const roll of [last_, first]) {
        expect(due(roll)).toBeUndefined();
        expect(roll.stopped).toEqual({ kind: 'failed' });
        expect(badHosts(roll)).toEqual([last]);
        expect(press(roll, 'continue')).toBe(roll);
        const { stopped: _, ...unstopped } = roll;
        expect(due(unstopped)).toBeUndefined();
        expect(due(press(roll, 'pause', 'continue', 'stop', 'continue'))).toBeUndefined();
        expect(due(afterEvent(roll, { kind: 'time', now: 1e15 }))).toBeUndefined();
        expect(batchInHand(roll)).toBe(at);
      }
    });

    it.each(outcomes)('that ends with %s is not made well by a second outcome', (_, outcome) => {
      const roll = end(end(reached(), 'r', { ...others, [last]: outcome }), 'r', { [last]: ok });
      expect(badHosts(roll)).toEqual([last]);
      expect(due(press(roll, 'continue'))).toBeUndefined();
    });

    it('whose straggler is let go stops too, until its own outcome is well', () => {
      const roll = end(end(reached(), 'r', others), 'r', { [last]: undefined });
      expect(roll.stopped).toEqual({ kind: 'failed' });
      expect(due(press(roll, 'continue'))).toBeUndefined();
      const late = end(roll, 'r', { [last]: ok });
      expect(due(late)).toBeUndefined();
      const next = due(press(late, 'continue'));
      expect(next?.kind).not.toBe(moment);
      const failed = end(roll, 'r', { [last]: { kind: 'exited', code: 3 } });
      expect(due(press(failed, 'continue'))).toBeUndefined();
    });

    it('that was interrupted and yet ends with exit code 0 starts nothing more by itself', () => {
      const roll = end(press(reached(), 'stop'), 'r', { ...others, [last]: ok });
      expect(due(roll)).toBeUndefined();
      expect(roll.stopped).toEqual({ kind: 'operator' });
    });

    it('takes no outcome of another run for its own', () => {
      const roll = end(reached(), 'other', { ...others, [last]: ok });
      expect(due(roll)).toBeUndefined();
      expect(roll).toEqual(reached());
    });
  });

  it('hosts that are not connected stop it before anything starts', () => {
    const roll = afterEvent(upTo(at), { kind: 'down', hosts: [last] });
    expect(due(roll)).toBeUndefined();
    expect(due(press(roll, 'continue'))).toEqual({ kind: 'command', hosts: batch });
  });
});

describe('the failed batch again', () => {
  const failedCommand = () =>
    end(start(upTo(2), 'r'), 'r', { d: ok, e: { kind: 'exited', code: 1 }, f: ok });

  it('runs the command only where it failed, then the check everywhere', () => {
    let roll = press(failedCommand(), 'retry');
    expect(due(roll)).toEqual({ kind: 'command', hosts: ['e'] });
    roll = end(start(roll, 's'), 's', { e: ok });
    expect(due(roll)).toEqual({ kind: 'check', hosts: ['d', 'e', 'f'] });
  });

  it('runs only the check where only that failed, and not where it succeeded', () => {
    const all = { d: ok, e: ok, f: ok };
    let roll = end(start(end(start(upTo(2), 'r'), 'r', all), 's'), 's', {
      ...all,
      f: { kind: 'exited', code: 1 },
    });
    roll = press(roll, 'retry');
    expect(due(roll)).toEqual({ kind: 'check', hosts: ['f'] });
    expect(isOver(end(start(roll, 't'), 't', { f: ok }))).toBe(true);
  });

  it('does not run the command again where it may have run', () => {
    const lost = bad.lost;
    const roll = end(start(upTo(2), 'r'), 'r', { d: ok, e: lost, f: { kind: 'exited', code: 1 } });
    expect(unknownHosts(roll)).toEqual(['e']);
    expect(press(roll, 'retry', 'continue')).toBe(roll);
    expect(due(press(roll, 'vouch'))).toBeUndefined();
    expect(due(press(roll, 'vouch', 'retry'))).toEqual({ kind: 'command', hosts: ['f'] });
    expect(due(press(roll, 'again'))).toEqual({ kind: 'command', hosts: ['e', 'f'] });
  });

  it('needs a check of a host that the operator vouches for', () => {
    const roll = end(start(upTo(2), 'r'), 'r', { d: ok, e: bad.lost, f: ok });
    const vouched = press(roll, 'vouch', 'continue');
    expect(due(vouched)).toEqual({ kind: 'check', hosts: ['d', 'e', 'f'] });
  });

  it('is what these keys are for: no batch starts by them that has not begun', () => {
    const between = end(start(end(start(open({ kind: 'ask' }), 'r'), 'r', { a: ok }), 's'), 's', {
      a: ok,
    });
    const down = afterEvent(upTo(1), { kind: 'down', hosts: ['c'] });
    const vouched = press(
      end(start(open({ kind: 'ask' }, ''), 'r'), 'r', { a: bad.lost }),
      'vouch',
    );
    for (const roll of [between, press(between, 'stop'), down, vouched]) {
      expect(press(roll, 'retry', 'again')).toBe(roll);
    }
    expect(due(press(vouched, 'continue'))?.hosts).toEqual(['b', 'c']);
  });

  it('stops again when it fails again', () => {
    const roll = end(start(press(failedCommand(), 'retry'), 's'), 's', { e: bad['exit 1'] });
    expect(due(roll)).toBeUndefined();
    expect(roll.stopped).toEqual({ kind: 'failed' });
  });
});

describe('between two batches', () => {
  it('the roll asks, and a key pressed before does not count', () => {
    let roll = start(open({ kind: 'ask' }), 'r');
    roll = end(press(roll, 'continue', 'continue'), 'r', { a: ok });
    roll = end(press(start(roll, 's'), 'continue'), 's', { a: ok });
    expect(due(roll)).toBeUndefined();
    expect(laneState(roll, 0)).toBe('ok');
    expect(laneState(roll, 1)).toBe('looking');
    roll = press(roll, 'continue', 'continue');
    expect(due(roll)).toEqual({ kind: 'command', hosts: ['b', 'c'] });
    roll = end(start(roll, 't'), 't', { b: ok, c: ok });
    roll = end(start(roll, 'u'), 'u', { b: ok, c: ok });
    expect(due(roll)).toBeUndefined();
  });

  it('a pause ends by itself, not sooner', () => {
    const paused = () => {
      const roll = end(start(open({ kind: 'time', ms: 5000 }), 'r'), 'r', { a: ok });
      const hosts = new Map([['a', ok]]);
      return afterEvent(start(roll, 's'), { kind: 'ended', run: 's', hosts, now: 1000 });
    };
    expect(paused().pauseUntil).toBe(6000);
    expect(due(paused())).toBeUndefined();
    expect(due(afterEvent(paused(), { kind: 'time', now: 5999 }))).toBeUndefined();
    expect(due(afterEvent(paused(), { kind: 'time', now: 6000 }))?.hosts).toEqual(['b', 'c']);
    expect(due(press(paused(), 'continue'))?.hosts).toEqual(['b', 'c']);
    const held = press(paused(), 'pause');
    expect(due(afterEvent(held, { kind: 'time', now: 1e15 }))).toBeUndefined();
    expect(due(press(held, 'continue'))?.hosts).toEqual(['b', 'c']);
    const stopped = press(paused(), 'stop');
    expect(due(afterEvent(stopped, { kind: 'time', now: 1e15 }))).toBeUndefined();
  });

  it('a pause that was asked for holds, though the roll would go on', () => {
    let roll = press(start(open(), 'r'), 'pause');
    roll = end(roll, 'r', { a: ok });
    expect(due(roll)).toEqual({ kind: 'check', hosts: ['a'] });
    roll = end(start(roll, 's'), 's', { a: ok });
    expect(due(roll)).toBeUndefined();
    expect(due(press(roll, 'continue'))?.hosts).toEqual(['b', 'c']);
  });

  it('a pause holds a batch that was allowed and has not begun', () => {
    const roll = press(upTo(1), 'pause');
    expect(due(roll)).toBeUndefined();
    expect(due(press(roll, 'continue'))?.hosts).toEqual(['b', 'c']);
  });
});

describe('what is told', () => {
  const step = (before: Roll, after: Roll) => rollNews(before, after)?.text;
  const canary = () => end(start(open({ kind: 'ask' }), 'r'), 'r', { a: ok });

  it('is that it waits, that it stopped and on whom, that it is through, and nothing else', () => {
    const checking = start(canary(), 's');
    expect(step(open(), start(open(), 'r'))).toBeUndefined();
    expect(step(canary(), checking)).toBeUndefined();
    expect(step(checking, end(checking, 's', { a: ok }))).toBe(
      'the roll waits before batch 2 of 3, a well – :roll, c goes on',
    );
    expect(step(checking, end(checking, 's', { a: bad['exit 1'] }))).toBe(
      'the roll has stopped in batch 1 of 3: a is not well – :roll',
    );
    const down = afterEvent(upTo(1), { kind: 'down', hosts: ['c'] });
    expect(step(upTo(1), down)).toBe(
      'the roll has stopped in batch 2 of 3: c is not connected – :roll',
    );
    expect(step(down, press(down, 'continue'))).toBeUndefined();
    expect(step(checking, press(checking, 'stop'))).toBeUndefined();
    const last = start(end(start(upTo(2), 'r'), 'r', { d: ok, e: ok, f: ok }), 's');
    expect(step(last, end(last, 's', { d: ok, e: ok, f: ok }))).toBe(
      'the roll is through: 6 hosts well',
    );
  });
});
