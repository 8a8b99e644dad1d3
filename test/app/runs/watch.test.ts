import { expect, it } from 'vitest';
import { Watch } from '../../../src/app/runs/watch.ts';
import type { Run } from '../../../src/domain/run.ts';
import { initialState } from '../../../src/store/initial-state.ts';
import { createStore } from '../../../src/store/store.ts';
import { runOf } from '../../support/run-of.ts';

it('keeps some hundred repetitions, however long it goes on', async () => {
  const store = createStore(initialState({ columns: 80, rows: 24 }, 0));
  const forgotten: Run[] = [];
  let count = 0;
  const watch = new Watch({
    store,
    enter() {
      count += 1;
      const run = { ...runOf({}), id: `r${count}`, number: count, startedAt: 0, endedAt: 1 };
      store.act({ type: 'run-started', run });
    },
    forget(runs) {
      forgotten.push(...runs);
      store.act({ type: 'runs-forgotten', ids: new Set(runs.map(({ id }) => id)) });
    },
  });
  watch.start(store.state().target, { command: 'date', every: 0 });
  while (count < 450) {
    watch.look();
    await new Promise((resolve) => setTimeout(resolve, 0));
  }
  watch.stop();
  const { runs } = store.state();
  expect(runs.length).toBeLessThanOrEqual(201);
  expect(runs.at(-1)?.number).toBe(count);
  expect(forgotten.length + runs.length).toBe(count);
});
