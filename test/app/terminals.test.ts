import { afterEach, expect, test } from 'vitest';
import { Terminals } from '../../src/app/terminals.ts';
import { initialState } from '../../src/store/initial-state.ts';
import { createStore } from '../../src/store/store.ts';
import { LocalCluster } from '../support/local-cluster.ts';

const size = { columns: 80, rows: 24 };
let local: LocalCluster;
afterEach(() => local?.close());

test('a host has one terminal, however fast it is asked for twice', async () => {
  local = await new LocalCluster(['a']).connected(['a']);
  const terminals = new Terminals(createStore(initialState(size, 0)), local.cluster);
  const requests = () => local.transport.last.execs.filter((request) => request.includes('-l'));
  await Promise.all([terminals.open('a'), terminals.open('a')]);
  terminals.type(Buffer.from('exit\n'));
  await local.until(() => local.events.some(({ type }) => type === 'ending'));
  expect(requests()).toHaveLength(1);
});
