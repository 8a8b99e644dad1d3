import { afterEach, describe, expect, it } from 'vitest';
import { LocalCluster } from '../support/local-cluster.ts';

let local: LocalCluster;
afterEach(() => local?.close());

describe('a terminal', () => {
  it('gets what is typed while it is being opened, in order, and ends as its shell does', async () => {
    local = await new LocalCluster(['a']).connected(['a']);
    const terminal = { term: 'xterm', columns: 80, rows: 24 };
    const operation = { kind: 'terminal', want: 'bytes', terminal } as const;
    const outcomes = local.run('t', { hosts: ['a'], operation });
    local.cluster.input('t', ['a'], Buffer.from('echo typed '));
    local.cluster.input('t', ['a'], Buffer.from('ahead\nexit 3\n'));
    expect((await outcomes).get('a')).toEqual({ kind: 'exited', code: 3 });
    expect(local.said('t', 'a')).toBe('typed ahead\n');
  });
});
