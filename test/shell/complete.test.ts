import { describe, expect, it } from 'vitest';
import { wantedAtPrompt } from '../../src/completion/at-prompt.ts';
import { resolveTarget } from '../../src/domain/target.ts';
import { type CompletionWorld, complete } from '../../src/shell/complete.ts';

const hosts = [
  ...Array.from({ length: 12 }, (_, i) => `web${String(i + 1).padStart(2, '0')}`),
  'db01',
  'db02',
  'bastion',
];
const groups = new Map([
  ['web_clusters', hosts.slice(0, 12)],
  ['db_servers', ['db01', 'db02']],
]);
const results = new Map([
  ['failed', ['web03']],
  ['ok', []],
]);
const world: CompletionWorld = {
  hosts,
  groups,
  results,
  builtins: [
    { name: 'help', summary: 'the keys' },
    { name: 'hosts', summary: 'how they are connected' },
    { name: 'quit', summary: 'leave' },
  ],
  history: ['systemctl status nginx', 'df -h', 'systemctl restart nginx', 'df -h'],
  runs: [],
  options: wantedAtPrompt,
  count(target) {
    try {
      return resolveTarget(target, { hosts, groups, results }, 'allow').length;
    } catch {
      return undefined;
    }
  },
};

/** Completes at `|`. */
function at(text: string) {
  const cursor = text.indexOf('|');
  return complete(text.replace('|', ''), cursor, world);
}
const labels = (text: string) => at(text)?.items.map(({ label }) => label) ?? [];

describe('completion after @', () => {
  it('offers groups, result sets and node sets before single hosts', () => {
    expect(labels('@|').slice(0, 6)).toEqual([
      'web_clusters',
      'db_servers',
      'all',
      'failed',
      'web[01-12]',
      'db[01-02]',
    ]);
  });

  it('says how many hosts each would select', () => {
    const items = at('@we|')?.items ?? [];
    expect(items.slice(0, 3).map(({ label, detail }) => `${label}: ${detail}`)).toEqual([
      'web_clusters: 12 hosts  group',
      'web[01-12]: 12 hosts  node set',
      'web01: 1 host',
    ]);
  });

  it('is fuzzy and says which characters matched', () => {
    const [first] = at('@dsv|')?.items ?? [];
    expect(first?.label).toBe('db_servers');
    expect(first?.positions.map((index) => first.label[index]).join('')).toBe('dsv');
  });

  it('puts a host that is typed in full first', () => {
    expect(labels('@web01|')[0]).toBe('web01');
  });

  it('completes the name behind an operator, with the count of the whole expression', () => {
    const completion = at('@web_clusters,db0| uptime');
    expect(completion).toMatchObject({ from: 14, to: 17 });
    expect(completion?.items.find(({ label }) => label === 'db01')?.detail).toBe('13 hosts');
    expect(at('@web_clusters!web0|')?.items.find(({ label }) => label === 'web01')?.detail).toBe(
      '11 hosts',
    );
  });

  it('does not offer an empty set of the last run', () => {
    expect(labels('@o|')).not.toContain('ok');
  });

  it('tells result sets of a run, the marks and the target before apart', () => {
    const sets = new Map([...results, ['marked', ['db01']], ['-', ['web01', 'db01']]]);
    const count = (target: string) =>
      resolveTarget(target, { hosts, groups, results: sets }, 'allow').length;
    const offered = complete('@', 1, { ...world, results: sets, count })?.items;
    const told = offered?.map(({ label, detail }) => `${label}: ${detail}`);
    expect(told?.slice(3, 6)).toEqual([
      'failed: 1 host  last run',
      'marked: 1 host  marks',
      '-: 2 hosts  target before',
    ]);
  });

  it('is over behind the target: then the line is the hosts’', () => {
    expect(at('@web01 x|')).toBeUndefined();
  });
});

describe('completion elsewhere', () => {
  it('completes built-ins with what they do', () => {
    expect(at(':h|')).toMatchObject({
      from: 1,
      to: 2,
      items: [{ label: ':help', insert: 'help ', detail: 'the keys' }, { label: ':hosts' }],
    });
  });

  it('offers earlier lines, the newest first, each once', () => {
    expect(labels('sys|').slice(0, 2)).toEqual([
      'systemctl restart nginx',
      'systemctl status nginx',
    ]);
    expect(labels('df|')).toEqual(['df -h']);
  });

  it('shows an earlier line of several lines in one row, and puts it back whole', () => {
    const history = ['for i in 1 2\ndo date\ndone'];
    expect(complete('for', 3, { ...world, history })?.items).toEqual([
      {
        label: 'for i in 1 2⏎do date⏎done',
        insert: 'for i in 1 2\ndo date\ndone',
        detail: '',
        positions: [0, 1, 2],
      },
    ]);
  });

  it('offers nothing for an empty line', () => {
    expect(at('|')).toBeUndefined();
    expect(at('zzzz|')).toBeUndefined();
  });
});
