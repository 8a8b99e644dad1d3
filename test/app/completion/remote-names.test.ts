import { describe, expect, it } from 'vitest';
import { RemoteNames } from '../../../src/app/completion/remote-names.ts';
import { HostStates } from '../../../src/cluster/host-states.ts';
import type { TellNames } from '../../../src/cluster/pool-listings.ts';
import type { ListingQuery } from '../../../src/domain/listing.ts';
import { noOutput } from '../../../src/domain/run.ts';
import { ready } from '../../support/screen-state.ts';

interface Asked {
  readonly hosts: readonly string[];
  readonly query: ListingQuery;
  readonly tell: TellNames;
}

function hosts(...names: readonly string[]) {
  const states = new HostStates();
  for (const name of names) states.set(name, ready);
  const asked: Asked[] = [];
  const told = Promise.withResolvers<void>();
  const list = (some: readonly string[], query: ListingQuery, tell: TellNames) => {
    asked.push({ hosts: some, query, tell });
  };
  return { states, asked, told, remote: new RemoteNames({ states, list }, told.resolve) };
}

const folder: ListingQuery = { kind: 'folder', path: '' };
const web = ['web01', 'web02', 'web03'];
const ended = (host: string, cwd: string) =>
  ({
    type: 'ending',
    id: 'x',
    host,
    cwd,
    ms: 1,
    output: noOutput,
    outcome: { kind: 'exited', code: 0 },
  }) as const;

describe('what the hosts have', () => {
  it('is asked once, counted as the answers come, and then told from memory', async () => {
    const { remote, asked, told } = hosts(...web);
    expect(remote.ask(web, folder)).toEqual({ names: new Map(), of: 0, waiting: 'soon' });
    remote.ask(web, folder);
    expect(asked.map(({ hosts }) => hosts)).toEqual([web]);
    asked[0]?.tell('web01', 'a\0b/\0');
    asked[0]?.tell('web02', 'a\0');
    await told.promise;
    const names = new Map([
      ['a', 2],
      ['b/', 1],
    ]);
    expect(remote.ask(web, folder)).toMatchObject({ names, of: 2, waiting: expect.any(String) });
    asked[0]?.tell('web03', undefined);
    expect(remote.ask(web, folder)).toEqual({ names, of: 2 });
  });

  it('is that of the hosts that are there', () => {
    const { remote, states, asked } = hosts(...web);
    states.set('web02', {
      kind: 'retrying',
      at: 0,
      failure: { kind: 'unreachable', message: 'down' },
    });
    remote.ask([...web, 'web04'], folder);
    expect(asked[0]?.hosts).toEqual(['web01', 'web03']);
    asked[0]?.tell('web01', 'a\0');
    asked[0]?.tell('web03', 'a\0');
    expect(remote.ask(web, folder)).toEqual({ names: new Map([['a', 2]]), of: 2 });
    states.set('web01', { kind: 'off' });
    states.set('web03', { kind: 'off' });
    expect(remote.ask(web, folder)).toBeUndefined();
  });

  it('is asked again behind the old answer when a line has run there', () => {
    const { remote, asked } = hosts('web01');
    remote.ask(['web01'], folder);
    asked[0]?.tell('web01', 'a\0');
    remote.ask(['web01'], folder);
    expect(asked).toHaveLength(1);
    remote.take(ended('web01', '/root'));
    asked[0]?.tell('web01', 'late\0');
    expect(remote.ask(['web01'], folder)?.of).toBe(0); // it may be elsewhere now
    expect(asked).toHaveLength(2);
    asked[1]?.tell('web01', 'a\0b\0');
    remote.take(ended('web01', '/root'));
    expect(remote.ask(['web01'], folder)).toMatchObject({ of: 1 });
    expect(remote.ask(['web01'], folder)).not.toHaveProperty('waiting');
    expect(asked).toHaveLength(3);
  });

  it('is another in another directory, but for absolute paths and commands', () => {
    const { remote, asked } = hosts('web01');
    const queries: ListingQuery[] = [
      { kind: 'folder', path: 'x/' },
      { kind: 'folder', path: '/x/' },
      { kind: 'folder', path: '~/x/' },
      { kind: 'commands' },
    ];
    remote.take(ended('web01', '/a'));
    for (const query of queries) remote.ask(['web01'], query);
    for (const { tell } of [...asked]) tell('web01', 'a\0');
    remote.take(ended('web01', '/b'));
    const known = queries.map((query) => remote.ask(['web01'], query)?.of);
    expect(known).toEqual([0, 1, 1, 1]);
  });

  it('is another for each kind of name, and variables change with lines', () => {
    const { remote, asked } = hosts('web01');
    const queries: ListingQuery[] = [
      { kind: 'folder', path: '' },
      { kind: 'folder', path: '', prefix: 'a' },
      { kind: 'commands' },
      { kind: 'users' },
      { kind: 'variables' },
    ];
    for (const query of queries) remote.ask(['web01'], query);
    expect(asked.map(({ query }) => query)).toEqual(queries);
    for (const { tell } of [...asked]) tell('web01', 'a\0');
    remote.take(ended('web01', '/root'));
    for (const query of queries) remote.ask(['web01'], query);
    const again = asked.slice(queries.length).map(({ query }) => query.kind);
    expect(again).toEqual(['folder', 'folder', 'variables']);
  });

  it('has the builtins of the shell among the commands', () => {
    const { remote, asked } = hosts('web01');
    remote.ask(['web01'], { kind: 'commands' });
    asked[0]?.tell('web01', 'nginx\0kill\0');
    const names = remote.ask(['web01'], { kind: 'commands' })?.names;
    expect([names?.get('nginx'), names?.get('kill'), names?.get('cd')]).toEqual([1, 1, 1]);
  });
});
