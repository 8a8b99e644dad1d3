import { describe, expect, it } from 'vitest';
import { commands } from '../../src/commands/index.ts';
import { wantedAtPrompt } from '../../src/completion/at-prompt.ts';
import type { ListingQuery } from '../../src/domain/listing.ts';
import { noOutput, type Run } from '../../src/domain/run.ts';
import { type CompletionWorld, complete } from '../../src/shell/complete.ts';
import type { KnownNames } from '../../src/shell/known-names.ts';
import { splitWords } from '../../src/shell/split-words.ts';
import { isWild, literalText } from '../../src/transfer/get-pattern.ts';

const hosts = ['web01', 'web02', 'db01'];
const groups = new Map([
  ['web', ['web01', 'web02']],
  ['dbs', ['db01']],
]);

const local: Record<string, readonly string[]> = {
  '': ['app.conf', 'a b', "it's", 'src/', 'shared/', '.hidden', '-n'],
  '~/': ['key', 'keys/'],
  'src/': ['main.ts', 'lib/'],
};
const remote: Record<string, readonly string[]> = {
  '': ['app.conf', 'shared/', 'srv.log'],
  '/tmp/': ['in/', 'x y'],
};
const programs = ['systemctl', 'sync', 'df'];

const placeholders: KnownNames = {
  names: new Map([
    ['host', 3],
    ['role', 2],
  ]),
  of: 3,
};

const run = (number: number, code: number): Run => ({
  id: String(number),
  number,
  command: `line ${number}`,
  target: 'web',
  hosts: ['web01'],
  startedAt: 0,
  hostRuns: new Map([
    ['web01', { host: 'web01', outcome: { kind: 'exited', code }, output: noOutput }],
  ]),
});

function known(folders: Record<string, readonly string[]>, query: ListingQuery, of: number) {
  const names = query.kind === 'folder' ? (folders[query.path] ?? []) : programs;
  return { names: new Map(names.map((name) => [name, of])), of } satisfies KnownNames;
}

/** Completes at `|`: the lines it would make, with what is said beside each, and who was asked. */
function tab(typed: string, change: Partial<CompletionWorld> = {}) {
  const cursor = typed.indexOf('|');
  const text = typed.replace('|', '');
  const targets: (string | undefined)[] = [];
  const found = complete(text, cursor, {
    hosts,
    groups,
    results: new Map([['failed', ['web01']]]),
    builtins: commands,
    history: [],
    runs: [run(1, 0), run(2, 1), run(3, 0)],
    count: () => 1,
    options: wantedAtPrompt,
    here: (query) => known(local, query, 1),
    remote(target, query) {
      if (query.kind === 'placeholders') return placeholders;
      targets.push(target);
      return known(remote, query, 3);
    },
    ...change,
  });
  const offers = (found?.items ?? []).map(({ insert, detail, range }) => {
    const { from, to } = range ?? found ?? { from: 0, to: 0 };
    return [text.slice(0, from) + insert + text.slice(to), detail] as const;
  });
  return { found, targets, lines: offers.map(([line]) => line), offers };
}

describe('what a copy takes', () => {
  it.each<[string, readonly string[]]>([
    [':put app|', [':put app.conf ']],
    [':put a|', [':put a\\ b ', ':put app.conf ']],
    [":put 'a |", [":put 'a b' "]],
    [':put "it|', [':put "it\'s" ']],
    [':put s|', [':put shared/', ':put src/']],
    [':put src/|', [':put src/lib/', ':put src/main.ts ']],
    [':put ~/k|', [':put ~/key ', ':put ~/keys/']],
    [':put -- -|', [':put -- ./-n ']],
    [':put ~root/|', []],
    [':put app|x', []],
    [':put --sudo app|', [':put --sudo app.conf ']],
    [':put --mode 600 app|', [':put --mode 600 app.conf ']],
    [':get sr|', [':get srv.log ']],
    [':get /tmp/x|', [':get /tmp/x\\ y ']],
    [':get srv.log a|', [':get srv.log app.conf ']], // a folder of ours can be last, a file cannot
    [':get srv.log sr|', [':get srv.log srv.log ', ':get srv.log src/']],
  ])('%s', (typed, lines) => {
    expect(tab(typed).lines).toEqual(lines);
  });

  it.each(['a[1].txt', 'a*', 'a?b', 'a\\b', "a'b", 'a b$', 'a[[]x'])(
    'of a get names %s there as a pattern that is nothing else',
    (name) => {
      const names = new Map([
        [name, 1],
        ['folder[1]/', 1],
      ]);
      const remote = () => ({ names, of: 1 });
      for (const line of [':get a|', ":get 'a|", ':get "a|', 'batch_scp -action get -remote a|']) {
        const [completed = ''] = tab(line, { remote }).lines;
        expect(literalText(splitWords(completed).at(-1) ?? '')).toBe(name);
        expect(isWild(splitWords(completed).at(-1) ?? '')).toBe(false);
      }
    },
  );

  it('of a get look into a folder that is written as a pattern, and into none that is one', () => {
    const asked: unknown[] = [];
    const remote: CompletionWorld['remote'] = (_, query) => {
      asked.push(query);
      return { names: new Map(), of: 1 };
    };
    tab(':get folder\\\\\\[1]/a|', { remote });
    tab(':get x*/|', { remote });
    expect(asked).toEqual([{ kind: 'folder', path: 'folder[1]/' }]);
  });

  it('is no option, whatever it is called', () => {
    expect(tab(':put -- "-|').lines).toEqual([':put -- "./-n" ']);
  });

  it('is here or there behind the first, each told apart', () => {
    expect(tab(':put src/main.ts s|').offers).toEqual([
      [':put src/main.ts shared/', 'on 3 of 3, here'],
      [':put src/main.ts srv.log ', 'on 3 of 3'],
      [':put src/main.ts src/', 'here'],
    ]);
    expect(tab(':put a|').offers[0]?.[1]).toBe('here');
  });

  it('waits for whoever has not answered, and offers what is there', () => {
    const late: KnownNames = { names: new Map(), of: 0, waiting: 'late' };
    const { found, lines } = tab(':put app.conf s|', { remote: () => late });
    expect(found?.waiting).toBe('late');
    expect(lines).toEqual([':put app.conf shared/', ':put app.conf src/']);
    const soon = tab(':put app.conf s|', { here: () => ({ ...late, waiting: 'soon' }) });
    expect(soon.found?.waiting).toBe('soon');
  });

  it.each<[string, readonly string[]]>([
    [':put --su|', [':put --sudo ']],
    [':put --ba|', [':put --backup ']],
    [':get --ba|', []],
    [':put --js|', []], // nothing is printed at the prompt
    [':put --inv|', []],
    [':get --links |', [':get --links copy ', ':get --links follow ']],
    [':get --links=f|', [':get --links=follow ']],
    [':put --mode |', []],
    [':put --sudo --su|', []],
    ['batch_run -h web01 -|', ['-g ', '-cmd ', '-f ', '--fanout ', '--timeout ', '--pty ']],
  ])('has the options that mean something: %s', (typed, expected) => {
    const before = /^.*?(?=-\|$)/.exec(typed)?.[0];
    const lines = expected.map((each) => (typed.startsWith(':') ? each : before + each));
    expect(tab(typed).lines).toEqual(lines);
  });
});

describe('the assignment’s lines', () => {
  it.each<[string, readonly string[]]>([
    ['batch_|', ['batch_run ', 'batch_scp ']],
    ['batch_run -h w|', ['web[01-02]', 'web01', 'web02'].map((host) => `batch_run -h ${host}`)],
    ['batch_run -h db01,d|', []],
    ['batch_run -h db01,web02,w|', ['[01-02]', '01'].map((w) => `batch_run -h db01,web02,web${w}`)],
    ['batch_run --h=d|', ['batch_run --h=db01']],
    ['batch_run -g d|', ['batch_run -g dbs']],
    ['batch_run -g dbs,|', ['batch_run -g dbs,web', 'batch_run -g dbs,all']],
    ['batch_run -h web01 -cmd sys|', ['batch_run -h web01 -cmd systemctl ']],
    ['batch_run -h web01 -cmd "df /tmp/x|', ['batch_run -h web01 -cmd "df /tmp/x\\\\ y ']],
    ["batch_run -h web01 -cmd 'df /tmp/x|", ["batch_run -h web01 -cmd 'df /tmp/x\\ y "]],
    ['batch_run -h web01 -cmd "a \\" /tmp/x|', []],
    ['batch_scp -action |', ['batch_scp -action put ', 'batch_scp -action get ']],
    ['batch_scp -action=g|', ['batch_scp -action=get ']],
    ['batch_scp -h web01 -local ap|', ['batch_scp -h web01 -local app.conf ']],
    ['batch_scp -h web01 -local=src/m|', ['batch_scp -h web01 -local=src/main.ts ']],
    ['batch_scp -h web01 -remote=sh|', ['batch_scp -h web01 -remote=shared/']],
    [
      'batch_scp -action get -local s|',
      ['shared/', 'src/'].map((f) => `batch_scp -action get -local ${f}`),
    ],
    [
      'batch_scp -action put -local a|',
      ['a\\ b ', 'app.conf '].map((f) => `batch_scp -action put -local ${f}`),
    ],
    ['batch_scp -action get -local a|', []],
    ['batch_scp -h web01 x|', []],
  ])('%s', (typed, lines) => {
    expect(tab(typed).lines).toEqual(lines);
  });

  it.each([
    ['batch_scp -h web01 -g dbs -remote /tmp/|', 'web01,@dbs'],
    ['batch_scp -g dbs -remote /tmp/|', '@dbs'],
    ['batch_scp -remote /tmp/|', undefined],
    ['batch_run -h web02 -cmd "cat /tmp/|', 'web02'],
  ])('ask the hosts that they name: %s', (typed, target) => {
    expect(tab(typed).targets).toEqual([target]);
  });
});

describe('what a built-in takes', () => {
  it.each<[string, readonly string[]]>([
    [':stdin <app|', [':stdin <app.conf ']],
    [':stdin < app|', [':stdin < app.conf ']],
    [':stdin <"a|', [':stdin <"a b" ', ':stdin <"app.conf" ']],
    [':stdin <a\\ b sys|', [':stdin <a\\ b systemctl ']],
    [':stdin <"a b" cat sr|', [':stdin <"a b" cat srv.log ']],
    [':stdin sys|', [':stdin systemctl ']],
    [':export |', ['json', 'csv', 'html', 'txt'].map((kind) => `:export ${kind} `)],
    [':export h|', [':export html ']],
    [':export html s|', [':export html shared/', ':export html src/']],
    [':export html a|', []], // never over a file
    [':export html ~root/|', []],
    [':stdin <~root/|', []],
    [':export html ~/keys|', [':export html ~/keys/']],
    [':mouse |', [':mouse on ', ':mouse off ']],
    [':notify of|', [':notify off ']],
    [':mute db0|', [':mute db01']],
    [':mute @db0|', [':mute @db01']],
    [':shell |', hosts.map((host) => `:shell ${host}`)],
    [':shell db0|', [':shell db01']],
    [':timeout o|', [':timeout off ']],
    [':timeout 5m sys|', [':timeout 5m systemctl ']],
    [':watch 2s df sr|', [':watch 2s df srv.log ']],
    [':preview sys|', [':preview systemctl ']],
    [':pty df /tmp/i|', [':pty df /tmp/in/']],
    [':runs |', [':runs 3 ', ':runs 2 ', ':runs 1 ']],
    [':retry |', [':retry 2 ']],
    [':undo |', []],
    [':roll 1,|', [':roll 1,25%,rest ', ':roll 1,rest ']],
    [':roll 1 |', ['check=', 'pause=', 'down='].map((name) => `:roll 1 ${name}`)],
    [':roll 1 pause=a|', [':roll 1 pause=ask ']],
    [':roll 1 check="sys|', [':roll 1 check="systemctl ']],
    [
      ':roll 1 check="df x" down=s|',
      ['skip', 'stop'].map((w) => `:roll 1 check="df x" down=${w} `),
    ],
    [':roll 1 check="df x" sys|', [':roll 1 check="df x" systemctl ']],
    [':roll 1 check="df x" cat sr|', [':roll 1 check="df x" cat srv.log ']],
    [':chart |', []],
    [':quit |', []],
    [':nosuch |', []],
    ['!sys|', ['!systemctl ']],
    ['!cat ap|', ['!cat app.conf ']],
    [' ! cat src/m|', [' ! cat src/main.ts ']],
  ])('%s', (typed, lines) => {
    expect(tab(typed).lines).toEqual(lines);
  });

  it('is said', () => {
    expect(tab(':retry |').offers).toEqual([[':retry 2 ', 'line 2']]);
    expect(tab('!cat ap|').offers).toEqual([['!cat app.conf ', 'here']]);
    expect(tab(':export h|').offers[0]?.[1]).toBe('one file to look at');
  });

  it('is a line of the host that it names', () => {
    expect(tab(':shell db01 cat sr|').targets).toEqual(['db01']);
    expect(tab(':shell @db01 sy|').targets).toEqual(['db01']);
    expect(tab(':watch 2s sy|').targets).toEqual([undefined]);
  });

  it('comes before the lines that were entered so, and those alone where nothing is known', () => {
    const history = [':put src/main.ts /srv/', ':only error', ':mouse on'];
    expect(tab(':put s|', { history }).lines).toEqual([
      ':put shared/',
      ':put src/',
      ':put src/main.ts /srv/',
    ]);
    expect(tab(':only er|', { history }).lines).toEqual([':only error']);
  });
});

describe('a placeholder', () => {
  it.each<[string, readonly string[]]>([
    ['echo %{|', ['echo %{host}', 'echo %{role}']],
    ["echo 'on %{ho|", ["echo 'on %{host}"]],
    [':preview echo %{r|', [':preview echo %{role}']],
    [':roll 1 check="test %{h|', [':roll 1 check="test %{host}']],
    ['echo %{host|}', []],
    ['!echo %{ho|', []],
  ])('is completed where it stands for something: %s', (typed, lines) => {
    expect(tab(typed).lines).toEqual(lines);
  });

  it('is told with what it stands for, or on how many hosts it is set', () => {
    expect(tab('echo %{|').offers.map(([, detail]) => detail)).toEqual([
      'the name of each host',
      'on 2 of 3',
    ]);
  });
});

describe('every built-in', () => {
  it('that takes something says what, but for patterns and numbers', () => {
    const silent = commands.filter(({ usage, takes }) => usage.includes(' ') && !takes);
    expect(silent.map(({ name }) => name)).toEqual(['only', 'hide', 'light', 'chart']);
    expect(commands.filter(({ usage, takes }) => takes && !usage.includes(' '))).toEqual([]);
  });
});
