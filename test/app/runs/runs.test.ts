import { describe, expect, it } from 'vitest';
import type { Host } from '../../../src/domain/host.ts';
import { plainHost } from '../../support/case-host.ts';
import { until } from '../../support/processes.ts';
import { Rolling } from '../../support/rolling.ts';

const hosts = ['a', 'b', 'c'];
const target = { text: 'all', hosts };

/** Only `a` and `b` have a role; nothing that `c` says is kept. */
const over = () => {
  const host = (name: string, vars: Host['vars']) => [name, { ...plainHost, name, vars }] as const;
  const quiet = { name: 'quiet', hosts: ['c'], guard: false, record: false };
  return Rolling.over(hosts, {
    hosts: new Map([host('a', { role: 'x' }), host('b', { role: 'y' }), host('c', {})]),
    groups: new Map([['quiet', quiet]]),
  });
};

describe('a line with a variable that one host lacks', () => {
  it('is sent to no host, whatever of them is recorded', async () => {
    const rolling = await over();
    const { runs, store } = rolling;
    const line = { command: 'echo %{role} >>ran', target };
    expect(() => runs.enter(line)).toThrow('c has no variable role');
    expect(store.state().runs).toEqual([]);
    runs.enter({ command: 'true', target });
    await until('the end of another', () => !runs.going);
    expect(rolling.words('ran')).toEqual([]);
  });

  it('and whose turn comes is told, and those behind it run', async () => {
    const { runs, store } = await over();
    for (const command of ['sleep 0.1', 'echo %{role}', 'echo behind'])
      runs.enter({ command, target });
    await until('the last', () => store.state().runs.at(-1)?.endedAt !== undefined && !runs.going);
    expect(store.state().runs.map(({ command }) => command)).toEqual(['sleep 0.1', 'echo behind']);
    expect(store.state().notice?.text).toBe(
      'not started: echo %{role}: c has no variable role, other hosts have – set it under vars: in the inventory',
    );
  });
});
