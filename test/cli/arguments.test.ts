import { describe, expect, it } from 'vitest';
import { parseTutti } from '../../src/cli/arguments.ts';
import { UsageError } from '../../src/domain/failure.ts';

describe('tutti', () => {
  it.each<[string, string[], object]>([
    ['alone is the shell', [], { kind: 'shell', options: {} }],
    ['takes a target', ['@web'], { kind: 'shell', target: '@web', options: {} }],
    [
      'takes a target without its sigil',
      ['web01,db'],
      { kind: 'shell', target: 'web01,db', options: {} },
    ],
    [
      'takes a verb with its sigil for a target',
      ['@run'],
      { kind: 'shell', target: '@run', options: {} },
    ],
    [
      'starts the demo with all hosts',
      ['--demo'],
      { kind: 'shell', target: '@all', options: { demo: 6 } },
    ],
    [
      'takes the size of the demo',
      ['--demo', '12'],
      { kind: 'shell', target: '@all', options: { demo: 12 } },
    ],
    [
      'takes the size after =',
      ['--demo=3', 'web01'],
      { kind: 'shell', target: 'web01', options: { demo: 3 } },
    ],
    [
      'takes a target after --demo',
      ['--demo', 'web01'],
      { kind: 'shell', target: 'web01', options: { demo: 6 } },
    ],
    [
      'takes a target after --debug, and its file only after =',
      ['--debug', '@web'],
      { kind: 'shell', target: '@web', options: { debug: true } },
    ],
    [
      'takes the file of --debug',
      ['--debug=d.log', '@web'],
      { kind: 'shell', target: '@web', options: { debug: 'd.log' } },
    ],
    [
      'takes a number behind --debug for a target',
      ['--debug', '7'],
      { kind: 'shell', target: '7', options: { debug: true } },
    ],
    [
      'takes a printer for lines from stdin',
      ['@web', '--jsonl'],
      { kind: 'shell', target: '@web', options: { print: 'jsonl' } },
    ],
    [
      'takes options before the target',
      ['--fanout', '8', '@web'],
      { kind: 'shell', target: '@web', options: { fanout: 8 } },
    ],
    ['says its version', ['--version'], { kind: 'version' }],
    ['says its version as a verb too', ['version'], { kind: 'version', details: true }],
    ['prints a completion script', ['completion', 'zsh'], { kind: 'completion', shell: 'zsh' }],
    ['helps with completion', ['completion', '--help'], { kind: 'help', topic: 'completion' }],
    ['helps', ['--help'], { kind: 'help' }],
    ['helps shortly', ['-h'], { kind: 'help' }],
    ['helps as a verb', ['help'], { kind: 'help' }],
    ['helps with a verb', ['run', '--help'], { kind: 'help', topic: 'run' }],
    ['helps with a topic', ['help', 'targets'], { kind: 'help', topic: 'targets' }],
    ['helps in general with a verb that has no page', ['version', '--help'], { kind: 'help' }],
    ['helps in general after a target', ['@web', '--help'], { kind: 'help' }],
  ])('%s: %j', (_, argv, invocation) => {
    expect(parseTutti(argv)).toEqual(invocation);
  });
});

describe('tutti run', () => {
  it.each<[string, string[], string]>([
    ['sends one argument as typed', ['df -h | sort  -k2'], 'df -h | sort  -k2'],
    ['joins several with spaces', ['df', '-h'], 'df -h'],
    ['leaves options after -- to the command', ['ls', '--json', '--help'], 'ls --json --help'],
    ['leaves a second -- to the command', ['git', 'diff', '--', 'x'], 'git diff -- x'],
    ['keeps several lines', ['a\nb'], 'a\nb'],
  ])('%s', (_, words, command) => {
    expect(parseTutti(['run', '@web', '--', ...words])).toEqual({
      kind: 'run',
      target: '@web',
      command,
      options: {},
    });
  });

  it('takes its options anywhere before --', () => {
    const argv = ['--demo', '2', 'run', '--timeout', '1.5', '@all', '--exit=max', '--', 'x'];
    expect(parseTutti(argv)).toEqual({
      kind: 'run',
      target: '@all',
      command: 'x',
      options: { demo: 2, timeout: 1.5, exit: 'max' },
    });
  });

  it.each([
    [
      ['put', '@web', 'a', 'b c', '/tmp/', '--force', '--mode', '0640', '--owner=root', '--backup'],
      {
        kind: 'put',
        sources: ['a', 'b c'],
        destination: '/tmp/',
        options: { force: true, mode: 0o640, owner: 'root', backup: true },
      },
    ],
    [
      ['get', '--links', 'follow', '--dry-run', '@web', '--sudo', '--', '-x', './'],
      {
        kind: 'get',
        sources: ['-x'],
        destination: './',
        options: { links: 'follow', dryRun: true, sudo: true },
      },
    ],
  ])('is a transfer: %j', (argv, request) => {
    expect(parseTutti(argv)).toEqual({ kind: 'transfer', target: '@web', request, options: {} });
  });

  it('takes every option that means something without a screen', () => {
    const argv = [
      ...['run', '@web', '--inventory', 'hosts.ini', '--fanout=64', '--connect-timeout', '3'],
      ...[
        '--gather',
        '--stdin',
        '--exit',
        'any',
        '--color=never',
        '--insecure-inventory-passwords',
      ],
      ...['--', 'x'],
    ];
    expect(parseTutti(argv)).toMatchObject({
      options: {
        inventory: 'hosts.ini',
        fanout: 64,
        connectTimeout: 3,
        print: 'gather',
        stdin: true,
        exit: 'any',
        color: 'never',
        insecureInventoryPasswords: true,
      },
    });
  });
});

describe('tutti hosts', () => {
  it.each<[string[], object]>([
    [['hosts', '@web'], { target: '@web', fold: false, count: false, json: false, options: {} }],
    [
      ['hosts', '--fold', '@web'],
      { target: '@web', fold: true, count: false, json: false, options: {} },
    ],
    [
      ['hosts', '@web', '--count'],
      { target: '@web', fold: false, count: true, json: false, options: {} },
    ],
    [
      ['hosts', '@web', '--json'],
      { target: '@web', fold: false, count: false, json: true, options: {} },
    ],
    [
      ['hosts', '--inventory=x', '--', '@web'],
      { target: '@web', fold: false, count: false, json: false, options: { inventory: 'x' } },
    ],
  ])('%j', (argv, invocation) => {
    expect(parseTutti(argv)).toEqual({ kind: 'hosts', ...invocation });
  });
});

describe('a mistake is told with what to write', () => {
  it.each<[string[], string]>([
    [['run'], 'tutti run needs a target – write: tutti run @all -- uptime'],
    [['run', '--', 'df', '-h'], 'tutti run needs a target – write: tutti run @all -- df -h'],
    [['run', ''], 'tutti run needs a target – write: tutti run @all -- uptime'],
    [['run', '@web'], 'tutti run needs a command – write: tutti run @web -- uptime'],
    [['run', '@web', '--'], 'tutti run needs a command – write: tutti run @web -- uptime'],
    [['run', '@web', '--', ' '], 'tutti run needs a command – write: tutti run @web -- uptime'],
    [
      ['run', '@web', 'uptime'],
      'tutti run needs -- before the command – write: tutti run @web -- uptime',
    ],
    [
      ['run', '@web', 'df', '-h'],
      'tutti run needs -- before the command – write: tutti run @web -- df -h',
    ],
    [
      ['run', 'web[01-02]', 'ls', 'a b'],
      "tutti run needs -- before the command – write: tutti run 'web[01-02]' -- ls 'a b'",
    ],
    [
      ['run', '--json', '@web', 'df'],
      'tutti run needs -- before the command – write: tutti run @web -- df',
    ],
    [
      ['run', 'web01', 'web02', '--', 'df'],
      'one target at a time, not 2 – write: tutti run web01,web02 -- df',
    ],
    [
      ['@web', 'uptime'],
      'to run one command, say so – write: tutti run @web -- uptime, or for several targets: tutti @web,uptime',
    ],
    [['@web', '--', 'uptime'], 'to run one command, say so – write: tutti run @web -- uptime'],
    [['@run', '--', 'uptime'], 'to run one command, say so – write: tutti run @run -- uptime'],
    [['--', 'uptime'], 'a command needs a verb and a target – write: tutti run @all -- uptime'],
    [['rnu', '@web', '--', 'uptime'], 'no verb `rnu` – did you mean: tutti run @web -- uptime'],
    [['explain', 'db01'], 'no verb `explain` – did you mean: tutti inventory explain db01'],
    [['host', '@web'], 'no verb `host` – did you mean: tutti hosts @web'],
    [[''], 'the target is empty – write: tutti @all'],
    [['hosts'], 'tutti hosts needs a target – write: tutti hosts @all'],
    [['hosts', 'web01', 'web02'], 'one target at a time, not 2 – write: tutti hosts web01,web02'],
    [
      ['hosts', '@a', '--fold', '--count'],
      '--fold and --count exclude each other – keep one of them',
    ],
    [
      ['hosts', '@a', '--gather'],
      '--gather means nothing to tutti hosts – it belongs to tutti TARGET, tutti run, tutti put and tutti get',
    ],
    [
      ['run', '@a', '--fold', '--', 'x'],
      '--fold means nothing to tutti run – it belongs to tutti hosts',
    ],
    [['@a', '--stdin'], '--stdin means nothing to the shell – it belongs to tutti run'],
    [['put'], 'tutti put needs a target – write: tutti put @all test.py /tmp/'],
    [['get'], 'tutti get needs a target – write: tutti get @all /etc/hosts ./'],
    [
      ['put', '@web', 'a b'],
      "put needs local files and a remote path – write: tutti put @web 'a b' /tmp/",
    ],
    [
      ['get', '@web'],
      'get needs remote files and a local folder – write: tutti get @web /etc/hosts ./',
    ],
    [
      ['get', '@web', 'a', 'b', '--owner', 'root'],
      '--owner means nothing to tutti get – it belongs to tutti put',
    ],
    [
      ['put', '@web', 'a', 'b', '--mode', 'rwx'],
      '--mode takes three or four octal digits, not `rwx` – write --mode 644',
    ],
    [
      ['put', '@web', 'a', 'b', '--links=skip'],
      '--links does not know `skip` – write --links=copy or --links=follow',
    ],
    [
      ['inventory'],
      'tutti inventory needs one of check, explain, import – write: tutti inventory check',
    ],
    [
      ['inventory', 'chekc'],
      'tutti inventory does not know `chekc` – write: tutti inventory check',
    ],
    [
      ['inventory', 'explain'],
      'tutti inventory explain needs a host – write: tutti inventory explain web01',
    ],
    [
      ['inventory', 'import'],
      'tutti inventory import needs a file – write: tutti inventory import hosts.ini > inventory.yaml',
    ],
    [
      ['inventory', 'check', 'a', 'b'],
      'tutti inventory check takes one word, not 2 – write: tutti inventory check a',
    ],
    [
      ['inventory', 'check', '--from', 'yaml'],
      '--from belongs to tutti inventory import – leave it out',
    ],
    [
      ['inventory', 'check', '--json'],
      '--json means nothing to tutti inventory – it belongs to tutti TARGET, tutti run, tutti hosts, tutti put and tutti get',
    ],
    [
      ['completion', 'tcsh'],
      'tutti completion needs the name of your shell: bash, zsh, fish – write: tutti completion bash',
    ],
    [
      ['completion', 'bash', '--json'],
      '--json means nothing to tutti completion – it belongs to tutti TARGET, tutti run, tutti hosts, tutti put and tutti get',
    ],
    [['help', 'targts'], 'no help on `targts` – did you mean tutti help targets?'],
    [
      ['help', 'puzzle'],
      'no help on `puzzle` – there is: shell, run, put, get, hosts, inventory, targets, output, status, debug, files, completion, batch_run, batch_scp',
    ],
    [['--fanot', '3'], 'unknown option `--fanot` – did you mean --fanout?'],
    [['-gather'], 'unknown option `-gather` – did you mean --gather?'],
    [['--quux'], 'unknown option `--quux` – see --help'],
    [['-x'], 'unknown option `-x` – see --help'],
    [['--timeout', 'abc'], '--timeout takes seconds, not `abc` – write --timeout 30'],
    [['--timeout', '45s'], '--timeout takes seconds, not `45s` – write --timeout 45'],
    [['--timeout', '2m'], '--timeout takes seconds, not `2m` – write --timeout 120'],
    [['--timeout', '1hour'], '--timeout takes seconds, not `1hour` – write --timeout 3600'],
    [['--timeout', '500ms'], '--timeout takes seconds, not `500ms` – write --timeout 30'],
    [['--timeout', '-5'], '--timeout takes seconds, not `-5` – write --timeout 5'],
    [['--timeout', '0'], '--timeout takes seconds above 0, not `0` – leave it out for the default'],
    [
      ['--timeout=2147484'],
      '--timeout takes at most 2147483 seconds, not `2147484` – leave it out for no limit',
    ],
    [['--timeout'], '--timeout needs a value – write --timeout 30'],
    [['--timeout', '--json'], '--timeout needs a value – write --timeout 30'],
    [['--connect-timeout='], '--connect-timeout needs a value – write --connect-timeout 10'],
    [
      ['--fanout', '0'],
      '--fanout takes a whole number from 1 to 100000, not `0` – write --fanout 64',
    ],
    [
      ['--fanout=2.5'],
      '--fanout takes a whole number from 1 to 100000, not `2.5` – write --fanout 64',
    ],
    [['--demo=x'], '--demo takes a whole number from 1 to 1000, not `x` – write --demo 12'],
    [['--demo', '0'], '--demo takes a whole number from 1 to 1000, not `0` – write --demo 12'],
    [['--inventory'], '--inventory needs a value – write --inventory inventory.yaml'],
    [['--json=yes'], '--json takes no value, not even `yes` – write --json alone'],
    [['--json', '--gather'], '--json and --gather exclude each other – keep one of them'],
    [['--exit=first'], '--exit does not know `first` – write --exit=any or --exit=max'],
    [
      ['--color', 'red'],
      '--color does not know `red` – write --color=auto or --color=always or --color=never',
    ],
  ])('tutti %j', (argv, message) => {
    expect(() => parseTutti(argv)).toThrow(new UsageError(message));
  });
});
