import { afterEach, describe, expect, it } from 'vitest';
import type { SearchAsked } from '../../src/cluster/pool-searches.ts';
import type { Failure } from '../../src/domain/failure.ts';
import { type HostHits, joinedHits } from '../../src/domain/host-hits.ts';
import { LocalCluster } from '../support/local-cluster.ts';

let local: LocalCluster;
afterEach(() => local.close());

const hosts = ['h1', 'h2', 'h3'];

async function ran(command: string, record = true): Promise<void> {
  local = await new LocalCluster(hosts, 1).connected(hosts);
  const folder = `${local.scratch.home}/record`;
  const operation = { kind: 'run', want: 'digest', command, ...(record && { record: folder }) };
  await local.run('r1', { hosts, operation: operation as never });
}

interface Found {
  readonly hits: ReadonlyMap<string, HostHits>;
  readonly failure: Failure | undefined;
  readonly gone: readonly string[] | undefined;
}

/** Settles when all was looked at. */
function search(asked: SearchAsked): Promise<Found> {
  const hits = new Map<string, HostHits>();
  return new Promise((resolve) =>
    local.cluster.search(asked, {
      found(some) {
        for (const each of some) hits.set(each.host, joinedHits(hits.get(each.host), each));
      },
      done: (failure, gone) => resolve({ hits, failure, gone }),
    }),
  );
}

const everywhere = (text: string, from = 0): SearchAsked => ({
  id: 'r1',
  text,
  from: hosts.map((host) => [host, from]),
});
const linesOf = ({ hits }: Found) =>
  Object.fromEntries([...hits].map(([host, { lines }]) => [host, lines]));

describe('a search', () => {
  it('finds lines that are on disk only and lines in memory, in each host’s own order', async () => {
    await ran('seq 1 30000; echo "said aside 777" >&2; printf "last 777"');
    const found = await search(everywhere('777'));
    const wanted = Array.from({ length: 30_000 }, (_, i) => i).filter((i) =>
      `${i + 1}`.includes('777'),
    );
    for (const host of hosts) {
      const { lines = [], count, to } = found.hits.get(host) ?? {};
      expect(count).toBe(wanted.length + 2);
      expect(lines.slice(0, wanted.length)).toEqual(wanted);
      expect(to).toBe(30_002);
      const [first] = (await local.cluster.read('r1', host, lines[3] ?? 0, 1)).lines;
      expect(first?.text).toContain('777');
    }
    expect(found.failure).toBeUndefined();
  });

  it('begins at a line, wherever that is kept', async () => {
    await ran('seq 1 20000');
    expect(linesOf(await search(everywhere('/^1?5000$/', 6000)))).toEqual({
      h1: [14_999],
      h2: [14_999],
      h3: [14_999],
    });
    expect(linesOf(await search(everywhere('/^1?9900$/', 19_000)))).toMatchObject({ h1: [19_899] });
  });

  it('counts all and tells at most so many lines', async () => {
    await ran('seq 1 20000');
    const { hits } = await search(everywhere('1', 0));
    const { count = 0, lines = [] } = hits.get('h2') ?? {};
    expect(count).toBe(
      Array.from({ length: 20_000 }, (_, i) => `${i + 1}`).filter((n) => n.includes('1')).length,
    );
    expect(lines.length).toBeLessThanOrEqual(2000);
    expect(lines.length).toBeGreaterThanOrEqual(1000);
  });

  it('looks at the text without its colours', async () => {
    await ran(`printf 'a \\033[31mre\\033[32md\\033[0m line\\n'`);
    expect(linesOf(await search(everywhere('red')))).toMatchObject({ h1: [0] });
  });

  it('looks only at what is in memory where nothing is recorded', async () => {
    await ran('seq 1 20000', false);
    const found = await search(everywhere('/^(5|19990)$/'));
    expect(linesOf(found)).toMatchObject({ h1: [19_989] });
    expect(found.hits.get('h1')).toMatchObject({ to: 20_000, unseen: true });
    const late = await search(everywhere('/^(5|19990)$/', 19_900));
    expect(late.hits.get('h1')?.unseen).toBeUndefined();
  });

  it('ends the one before, of which nothing more is told', async () => {
    await ran('seq 1 200000');
    let told = 0;
    const count = { found: () => (told += 1), done: () => (told += 1) };
    local.cluster.search(everywhere('1'), count);
    const found = await search(everywhere('/^199999$/'));
    expect(linesOf(found)).toEqual({ h1: [199_998], h2: [199_998], h3: [199_998] });
    expect(told).toBe(0);
  });

  it('tells of which hosts no worker has the lines', async () => {
    await ran('echo x');
    const unknown = await search({ ...everywhere('x'), id: 'r2' });
    expect(unknown).toEqual({ hits: new Map(), failure: undefined, gone: hosts });
    for (const link of local.links) link.die('killed');
    expect(await search(everywhere('x'))).toEqual(unknown);
  });
});
