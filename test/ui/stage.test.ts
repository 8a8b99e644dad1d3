import { expect, it } from 'vitest';
import type { Run } from '../../src/domain/run.ts';
import type { State } from '../../src/store/state.ts';
import { createStore } from '../../src/store/store.ts';
import { createStage } from '../../src/ui/stage.ts';
import { plainTheme } from '../support/scene.ts';
import { exited, screenState, tell } from '../support/screen-state.ts';

const hosts = ['web01', 'web02', 'db01'];
const runCount = 3000;

/** The last one goes on. */
const runs = Array.from({ length: runCount }, (_, i) => {
  const outcome = i === runCount - 1 ? {} : { outcome: exited(0) };
  const answer = { lines: ['a', 'b'], ...outcome };
  return tell(i + 1, 'uptime', Object.fromEntries(hosts.map((host) => [host, answer]))).run;
});

const stageOf = (change: Partial<State>) =>
  createStage({
    store: createStore(screenState(hosts, change)),
    actions: {} as never,
    theme: plainTheme,
    groups: () => [],
    complete: () => undefined,
    history: () => [],
  });

/** The longest list that is walked or copied meanwhile. */
function walkedWhile<T>(act: () => T): { readonly result: T; readonly longest: number } {
  let longest = 0;
  const walk = Array.prototype[Symbol.iterator];
  Array.prototype[Symbol.iterator] = function (this: unknown[]) {
    if (this.length > longest) longest = this.length;
    return walk.call(this);
  };
  try {
    const result = act();
    return { result, longest };
  } finally {
    Array.prototype[Symbol.iterator] = walk;
  }
}

it.each([undefined, runCount - 5])(
  'a frame looks at few runs, however many there are: %s',
  (shownRun) => {
    let looked = 0;
    const watched = new Proxy<Run[]>(runs, {
      get(all, key, receiver) {
        if (typeof key === 'string' && /^\d+$/.test(key)) looked += 1;
        return Reflect.get(all, key, receiver);
      },
    });
    const shown = shownRun === undefined ? {} : { shownRun };
    const stage = stageOf({ runs: watched, ...shown });
    const first = stage.frame();
    looked = 0;
    const second = walkedWhile(() => stage.frame());
    expect(second.result.rows).toEqual(first.rows);
    expect(looked).toBeLessThan(200);
    expect(second.longest).toBeLessThan(200);
  },
);

it('time stands still for the run of another tutti that was read while it went on', () => {
  const { run } = tell(1, 'sleep 99', { web01: {} });
  const readAt = run.startedAt + 5000;
  const at = (now: number) => stageOf({ openedRun: { ...run, readAt }, now }).frame().rows;
  expect(at(readAt + 3600_000)).toEqual(at(readAt + 10));
  expect(at(readAt + 10).join('\n')).toContain('run 1 as of');
  const ofToday = (now: number) => stageOf({ runs: [run], now }).frame().rows;
  expect(ofToday(readAt + 3600_000)).not.toEqual(ofToday(readAt + 10));
});
