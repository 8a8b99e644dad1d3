import { expect, it } from 'vitest';
import type { HostState } from '../../src/domain/host.ts';
import { applyAll } from '../../src/store/apply-all.ts';
import { initialState } from '../../src/store/initial-state.ts';
import type { Message } from '../../src/store/message.ts';
import { update } from '../../src/store/update.ts';
import { seededRandom } from '../support/random.ts';
import { exited, runOf } from '../support/run-of.ts';

const hosts = ['a', 'b', 'c'];
const runs = ['run-1', 'run-2'];
const states: readonly HostState[] = [
  { kind: 'off' },
  { kind: 'connecting' },
  { kind: 'starting' },
];

it('gives what the messages give one after the other', () => {
  const random = seededRandom(3);
  const pick = <T>(from: readonly T[]): T => from[random.below(from.length)] as T;
  const message = (): Message => {
    const host = pick(hosts);
    const run = pick(runs);
    const output = { bytes: random.below(9), lines: random.below(9), errorLines: 0, hash: 'x' };
    return pick<Message>([
      { type: 'host-state', host, state: pick(states) },
      { type: 'output', run, host, output },
      {
        type: 'host-ended',
        run,
        host,
        outcome: exited(random.below(2)),
        ms: 1,
        output,
        now: 2000 + random.below(100),
      },
      { type: 'let-go', run, host },
      { type: 'run-started', run: runOf({ a: {}, b: {}, c: {} }, { id: run }) },
      { type: 'tick', now: 1000 + random.below(2000) },
      { type: 'notice', notice: { kind: 'info', text: String(random.below(3)) } },
    ]);
  };
  for (let round = 0; round < 300; round++) {
    const messages = Array.from({ length: random.below(40) }, message);
    const start = initialState({ columns: 80, rows: 24 }, 1000);
    const { runs: together, ...rest } = applyAll(start, messages);
    const { runs: apart, ...others } = messages.reduce(update, start);
    expect(rest).toEqual(others);
    // in one batch the latest ending counts, whichever came last
    const withoutEnd = (run: (typeof apart)[number]) => ({
      ...run,
      endedAt: run.endedAt !== undefined,
    });
    expect(together.map(withoutEnd)).toEqual(apart.map(withoutEnd));
  }
});

it('gives the same state for nothing new', () => {
  const start = initialState({ columns: 80, rows: 24 }, 1000);
  expect(applyAll(start, [])).toBe(start);
  expect(
    applyAll(start, [
      { type: 'tick', now: 1 },
      { type: 'answered', ask: 1 },
    ]),
  ).toBe(start);
});

it('leaves the state before as it was', () => {
  const start = update(initialState({ columns: 80, rows: 24 }, 1000), {
    type: 'run-started',
    run: runOf({ a: {} }),
  });
  const before = structuredClone(start);
  applyAll(start, [
    { type: 'host-state', host: 'a', state: { kind: 'connecting' } },
    { type: 'let-go', run: 'run-1', host: 'a' },
  ]);
  expect(start).toEqual(before);
});
