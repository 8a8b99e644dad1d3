import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { commands as builtins } from '../../src/commands/index.ts';
import { wantedAtPrompt } from '../../src/completion/at-prompt.ts';
import { type ListingQuery, mostListed } from '../../src/domain/listing.ts';
import { type CompletionWorld, complete } from '../../src/shell/complete.ts';
import type { KnownNames, NameQuery } from '../../src/shell/known-names.ts';
import { remoteWord } from '../../src/shell/remote-word.ts';

const names = {
  nginx: 12,
  'nginx-exporter': 3,
  nginxctl: 12,
  'app.conf': 12,
  'a b': 11,
  "it's": 2,
  'sub dir/': 12,
  '.hidden': 12,
  '-rf': 1,
  '~odd': 1,
  '#odd': 1,
  'x%{host}': 4,
  grüße: 5,
  '$HOME "x"': 1,
};
const history = ['cat app.conf', 'cat a.txt', 'ls -l'];

interface Asked {
  readonly target: string | undefined;
  readonly query: NameQuery;
}

function world(asked: Asked[] = [], change: Partial<KnownNames> = {}): CompletionWorld {
  return {
    hosts: ['web01'],
    groups: new Map([['web', ['web01']]]),
    results: new Map(),
    builtins,
    history,
    runs: [],
    options: wantedAtPrompt,
    count: () => 1,
    remote(target, query) {
      asked.push({ target, query });
      return { names: new Map(Object.entries(names)), of: 12, ...change };
    },
  };
}

/** Completes at `|`: what was asked, and what the line would be for each candidate. */
function at(typed: string, change: Partial<KnownNames> = {}) {
  const cursor = typed.indexOf('|');
  const text = typed.replace('|', '');
  const asked: Asked[] = [];
  const found = complete(text, cursor, world(asked, change));
  const lines = (found?.items ?? []).map(({ insert, range }) => {
    const { from, to } = range ?? found ?? { from: 0, to: 0 };
    return text.slice(0, from) + insert + text.slice(to);
  });
  return { asked, found, lines, details: found?.items.map(({ detail }) => detail) };
}

const folder = (path: string): ListingQuery => ({ kind: 'folder', path });
const commands: ListingQuery = { kind: 'commands' };

describe('completion on the hosts', () => {
  it.each<[string, ListingQuery | undefined]>([
    ['ng|', commands],
    ['  ng|', commands],
    ['sudo ng|', commands],
    ['LANG=C X=1 ng|', commands],
    ['ls; ng|', commands],
    ['ls |ng', undefined],
    ['true && (ng|', commands],
    ['echo $(ng|', commands],
    ['echo "x $(ng|', commands],
    ['if ng|', commands],
    ['cat ng|', folder('')],
    ['cat /etc/ng|', folder('/etc/')],
    ['cat ~/ng|', folder('~/')],
    ['cat ../x/ng|', folder('../x/')],
    ["cat '/a b/ng|", folder('/a b/')],
    ['cat /a\\ b/ng|', folder('/a b/')],
    ['cat "/a"/b/ng|', folder('/a/b/')],
    ['./bin/ng|', folder('./bin/')],
    ['echo x >ng|', folder('')],
    ['echo x 2>>/tmp/ng|', folder('/tmp/')],
    ['tar -C / -xf|', folder('')],
    ['cat a{b|', folder('')],
    ['x=1; |', undefined],
    ['cat $HOME/ng|', undefined],
    ['cat "$d/ng|', undefined],
    ['cat *.c|', undefined],
    ['cat `ng|', undefined],
    ['cat <<EOF ng|', undefined],
    ["cat $'ng|", undefined],
    ['cat ~root/ng|', folder('~root/')],
    ['cat "~root/ng|', undefined],
    ['cat x~root/ng|', folder('x~root/')],
    ["cat '~/ng|", undefined],
    ['cat %{host}/ng|', undefined],
    ['cat # ng|', undefined],
    ['cat ng\\|', undefined],
    ['cat "ng|inx"', undefined],
    ['cat n|ginx', undefined],
    ['!ng|', undefined],
    ['echo $|', { kind: 'variables' }],
    ['echo $HO|', { kind: 'variables' }],
    ['echo "${HO|', { kind: 'variables' }],
    ["echo '$HO|", folder('')],
    ['echo \\$HO|', folder('')],
    ['echo $HO|ME', undefined],
    ['echo ${HO|}', undefined],
    ['cd ~|', { kind: 'users' }],
    ['cd ~ro|', { kind: 'users' }],
    ['tar -C=~ro|', { kind: 'users' }],
    ['cd x~ro|', folder('')],
    ["cd '~ro|", undefined],
    [':pty ng|', commands],
    [':get /etc/ng|', folder('/etc/')],
  ])('asks for %s what can stand there', (typed, query) => {
    expect(at(typed).asked).toEqual(query ? [{ target: undefined, query }] : []);
  });

  it('asks the hosts of a line’s own target', () => {
    expect(at('@web cat ng|').asked).toEqual([{ target: 'web', query: folder('') }]);
    expect(at('@web ng|').asked).toEqual([{ target: 'web', query: commands }]);
  });

  it('says on how many hosts each is, most first', () => {
    const { lines, details } = at('ng|');
    expect(lines).toEqual(['nginx ', 'nginxctl ', 'nginx-exporter ']);
    expect(details).toEqual(['on 12 of 12', 'on 12 of 12', 'on 3 of 12']);
  });

  it.each<[typed: string, line?: string]>([
    ['cat a b|'],
    ['cat a\\ |', 'cat a\\ b '],
    ['cat it|', "cat it\\'s "],
    ["cat 'it|", "cat 'it'\\''s' "],
    ['cat "it|', 'cat "it\'s" '],
    ['cat su|', 'cat sub\\ dir/'],
    ["cat 'su|", "cat 'sub dir/"],
    ['cat -|', 'cat ./-rf '],
    ['cat /x/-|', 'cat /x/-rf '],
    ['cat /x/#|', 'cat /x/\\#odd '],
    ['cat .h|', 'cat .hidden '],
    ['cat gr|', 'cat grüße '],
    ['cat x|'],
    ['cat zz|'],
    ['cat it|; ls', "cat it\\'s ; ls"],
    ['cat -- "/"i|', 'cat -- "/it\'s" '],
  ])('makes of %s what the shell reads as the name', (typed, line) => {
    const [first] = at(typed).lines.filter((each) => !history.includes(each));
    expect(first).toBe(line);
  });

  it('types every name so that a real shell reads it back', () => {
    for (const context of ['', "'", '"']) {
      for (const name of Object.keys(names).filter((each) => !/%\{|\/$|^\./.test(each))) {
        const { lines } = at(`printf %s /${context}|`, { names: new Map([[name, 1]]) });
        const { stdout } = spawnSync('sh', ['-c', lines[0] ?? ''], { encoding: 'utf8' });
        expect([context, stdout]).toEqual([context, `/${name}`]);
      }
    }
  });

  it('puts a variable or a user where the shell puts something for it', () => {
    const some = {
      names: new Map([
        ['HOME', 12],
        ['HOST', 3],
        ['root', 12],
        ['a b', 1],
      ]),
    };
    expect(at('echo $HO|', some).lines).toEqual(['echo $HOME', 'echo $HOST']);
    expect(at('echo "${HO|', some).lines).toEqual(['echo "${HOME}', 'echo "${HOST}']);
    expect(at('echo "$HO|"', some).lines).toEqual(['echo "$HOME"', 'echo "$HOST"']);
    expect(at('ls ~r|', some).lines).toEqual(['ls ~root/']);
    expect(at('echo $a|', some).lines).toEqual([]);
  });

  it('asks a folder with too many names for those that begin so', () => {
    const many = new Map(Array.from({ length: mostListed }, (_, i) => [`f${i}`, 1]));
    expect(at('cat ng|', { names: many }).asked.map(({ query }) => query)).toEqual([
      folder(''),
      { kind: 'folder', path: '', prefix: 'ng' },
    ]);
    expect(at('cat |', { names: many }).asked).toHaveLength(1);
  });

  it('offers what was entered before behind it, and one single path alone', () => {
    expect(at('cat a|').lines).toEqual([
      'cat app.conf ',
      'cat a\\ b ',
      'cat a.txt',
      'cat app.conf',
    ]);
    expect(at('cat ap|').lines).toEqual(['cat app.conf ']);
  });

  it('falls to the history where the hosts have nothing, and not while they may still answer', () => {
    const empty = new Map<string, number>();
    expect(at('cat a|', { names: empty }).lines).toEqual(expect.arrayContaining(['cat app.conf']));
    const waiting = at('cat a|', { names: empty, waiting: 'soon' }).found;
    expect(waiting).toMatchObject({ waiting: 'soon' });
  });
});

describe('the word that is typed', () => {
  it.each([
    ['cat /a/b', { command: false, folder: '/a/', prefix: 'b', from: 7, context: 'plain' }],
    ['cat "/a/b', { folder: '/a/', prefix: 'b', from: 8, context: 'double' }],
    ['cat "/a"/b', { folder: '/a/', prefix: 'b', from: 9, context: 'plain' }],
    ["cat /a/'b", { folder: '/a/', prefix: 'b', from: 8, context: 'single' }],
    ['nginx', { command: true, folder: '', prefix: 'nginx', from: 0 }],
    ['/usr/bin/ngi', { command: false, folder: '/usr/bin/', prefix: 'ngi' }],
  ])('of %s', (line, word) => {
    expect(remoteWord(line)).toMatchObject(word);
  });
});
