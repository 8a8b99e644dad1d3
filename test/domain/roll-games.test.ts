import { describe, expect, it } from 'vitest';
import type { Outcome } from '../../src/domain/outcome.ts';
import { due, isOver, openRoll, type Roll, type RollAct, stepOf } from '../../src/domain/roll.ts';
import { afterEvent, type RollKey, unknownHosts } from '../../src/domain/roll-change.ts';
import { seededRandom } from '../support/random.ts';

const ok: Outcome = { kind: 'exited', code: 0 };
const failure = { kind: 'unreachable', message: 'gone' } as const;
const bad: readonly Outcome[] = [
  { kind: 'exited', code: 1 },
  { kind: 'signaled', signal: 'KILL' },
  { kind: 'interrupted', code: 130 },
  { kind: 'not-started', failure },
  { kind: 'lost', failure },
];
const batches = [['a'], ['b', 'c'], ['d', 'e', 'f']];
const keys: readonly RollKey[] = ['continue', 'pause', 'stop', 'retry', 'again', 'vouch'];

const { below } = seededRandom(4711);
const chance = (percent: number) => below(100) < percent;
const pick = <T>(values: readonly T[]): T => values[below(values.length)] as T;

/** A roll in the hands of chance, and what is true of its hosts, kept apart from it. */
class Game {
  readonly #checked = chance(80);
  readonly #commands = new Map<string, Outcome | 'going' | 'vouched'>();
  readonly #checks = new Map<string, Outcome | 'going'>();
  readonly #runs: { id: string; truth: Map<string, unknown>; open: Set<string> }[] = [];
  roll: Roll = openRoll({
    command: 'command',
    target: 'all',
    pause: pick([{ kind: 'ask' }, { kind: 'none' }, { kind: 'time', ms: 10 }]),
    batches,
    ...(this.#checked && { check: 'check' }),
  });

  turn(): void {
    const act = due(this.roll);
    if (act && chance(70)) this.#start(act);
    else if (chance(60)) this.#end();
    else if (chance(85)) this.#press(pick(keys));
    else if (act && chance(50)) this.#change({ kind: 'down', hosts: act.hosts });
    else this.#change({ kind: 'time', now: below(30) });
  }

  isWell = (host: string): boolean => {
    const command = this.#commands.get(host);
    const isDone = command === 'vouched' || command === ok;
    return isDone && (!this.#checked || this.#checks.get(host) === ok);
  };

  #start({ kind, hosts }: RollAct): void {
    const at = batches.findIndex((batch) => batch.includes(hosts[0] ?? ''));
    const batch = batches[at] ?? [];
    expect(batch).toEqual(expect.arrayContaining([...hosts]));
    expect(batches.slice(0, at).flat().every(this.isWell)).toBe(true);
    for (const host of hosts) {
      if (kind === 'command')
        expect([ok, 'going', 'vouched']).not.toContain(this.#commands.get(host));
    }
    if (kind === 'check') {
      for (const host of batch) expect([ok, 'vouched']).toContain(this.#commands.get(host));
    }
    const truth = kind === 'command' ? this.#commands : this.#checks;
    for (const host of hosts) truth.set(host, 'going');
    const id = String(this.#runs.length);
    this.#runs.push({ id, truth, open: new Set(hosts) });
    this.#change({ kind: 'started', what: { run: id, kind }, hosts });
  }

  /** Somewhere something ends, or is let go. */
  #end(): void {
    const run = this.#runs.findLast(({ open }) => open.size > 0);
    if (!run) return;
    const host = pick([...run.open]);
    const outcome = chance(80) ? ok : chance(20) ? undefined : pick(bad);
    if (outcome) run.open.delete(host);
    if (outcome && run.truth.get(host) === 'going') run.truth.set(host, outcome);
    this.#change({ kind: 'ended', run: run.id, hosts: new Map([[host, outcome]]), now: 0 });
  }

  #press(key: RollKey): void {
    const unknown = unknownHosts(this.roll);
    this.#change({ kind: key });
    const kindOf = (host: string) => stepOf(this.roll, host).kind;
    for (const host of unknown) {
      if (key === 'vouch' && kindOf(host) === 'done') this.#commands.set(host, 'vouched');
      if (key === 'again' && kindOf(host) === 'waiting') this.#commands.delete(host);
    }
  }

  #change(event: Parameters<typeof afterEvent>[1]): void {
    this.roll = afterEvent(this.roll, event);
  }
}

describe('whatever happens, in any order', () => {
  it('a batch starts only when every host before it is proven well, and nothing runs twice', () => {
    let through = 0;
    for (let games = 0; games < 1500; games++) {
      const game = new Game();
      for (let turns = 0; turns < 60; turns++) game.turn();
      if (!isOver(game.roll)) continue;
      through++;
      expect(batches.flat().every(game.isWell)).toBe(true);
    }
    expect(through).toBeGreaterThan(150);
  });
});
