import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { takeOutput } from '../../../src/app/output/take-output.ts';
import { initialState } from '../../../src/store/initial-state.ts';
import { createStore } from '../../../src/store/store.ts';
import { exited, runOf } from '../../support/run-of.ts';

/** Of what `a` has said only the lines from the 2000th on are there. */
async function read(_run: string, _host: string, from: number, count: number) {
  const first = Math.max(from, 2000);
  const end = Math.min(from + count, 2005);
  const lines = Array.from({ length: Math.max(0, end - first) }, (_, i) => ({
    text: `line ${first + i}`,
  }));
  return { from: first, lines };
}

function over(pager: string) {
  const store = createStore(initialState({ columns: 80, rows: 24 }, 0));
  onTestFinished(() => store.close());
  const run = runOf({ a: { outcome: exited(0), text: 'much' } });
  const written: string[] = [];
  const take = takeOutput({
    store,
    env: { PAGER: pager },
    run: () => ({ run, user: 'ada', unrecorded: new Set(['a']) }),
    read,
    screen: () => ({
      suspend: (during) => during(),
      write: (bytes) => void written.push(bytes),
    }),
  });
  return { take, store, written };
}

it('copies what is still there of a host that keeps no record, and says what is not', async () => {
  const { take, store, written } = over('cat');
  await take('copy', ['a']);
  const [, base64 = ''] = /52;c;([^\x07]*)/.exec(written.join('')) ?? [];
  expect(Buffer.from(base64, 'base64').toString()).toMatch(/^line 2000\n(line \d+\n){4}$/);
  expect(store.state().notice?.text).toMatch(
    /^copied 5 lines of a \(.*\) – the first 2000 lines of a are not kept \(record: false\)$/,
  );
});

it('shows the same in the pager', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'tutti-take-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = path.join(folder, 'shown');
  const { take, store } = over(`cat >${file}`);
  await take('page', ['a']);
  expect(readFileSync(file, 'utf8').split('\n')).toHaveLength(6);
  expect(store.state().notice?.text).toBe('the first 2000 lines of a are not kept (record: false)');
});
