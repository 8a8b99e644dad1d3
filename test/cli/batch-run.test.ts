import { describe, expect, it } from 'vitest';
import { parseBatchRun } from '../../src/cli/batch-run.ts';
import { UsageError } from '../../src/domain/failure.ts';

const run = (target: string, command: string, options: object = {}) => ({
  kind: 'run',
  target,
  command,
  options,
});

describe('batch_run', () => {
  it('takes the line of the assignment', () => {
    const argv = ['-h', 'h1,h2,h3', '-g', 'web_clusters,db_servers', '-cmd', 'df -h'];
    expect(parseBatchRun(argv)).toEqual(run('h1,h2,h3,@web_clusters,@db_servers', 'df -h'));
  });

  it.each<[string, string[], object]>([
    ['options in any order', ['-cmd', 'df -h', '-g', 'web', '-h', 'h1'], run('h1,@web', 'df -h')],
    ['hosts only', ['-h', 'h1', '-cmd', 'id'], run('h1', 'id')],
    ['groups only', ['-g', 'web', '-cmd', 'id'], run('@web', 'id')],
    ['groups with their sigil', ['-g', '@web,db', '-cmd', 'id'], run('@web,@db', 'id')],
    [
      'node sets in both',
      ['-h', 'web[01,03-04],db1', '-g', 'rack[1-2]', '-cmd', 'id'],
      run('web[01,03-04],db1,@rack[1-2]', 'id'),
    ],
    ['two dashes', ['--h=h1', '--cmd=id'], run('h1', 'id')],
    ['a command that begins with a dash', ['-h', 'h1', '-cmd', '-h'], run('h1', '-h')],
    ['a command with =', ['-h', 'h1', '-cmd', 'a=b env'], run('h1', 'a=b env')],
    ['blanks after commas when quoted', ['-h', 'h1, h2', '-cmd', 'id'], run('h1,h2', 'id')],
    [
      'a time limit with one dash',
      ['-h', 'h1', '-cmd', 'id', '-timeout', '5'],
      run('h1', 'id', { timeout: 5 }),
    ],
    [
      'a debug log with one dash',
      ['-debug', '-h', 'h1', '-cmd', 'id'],
      run('h1', 'id', { debug: true }),
    ],
    [
      'the file of one',
      ['-debug=d.log', '-h', 'h1', '-cmd', 'id'],
      run('h1', 'id', { debug: 'd.log' }),
    ],
    ['-f', ['-f', '10', '-h', 'h1', '-cmd', 'id'], run('h1', 'id', { fanout: 10 })],
    [
      'the options of tutti run',
      [
        '-h',
        'h1',
        '-cmd',
        'id',
        '--gather',
        '--inventory',
        'x.ini',
        '--connect-timeout=2',
        '--stdin',
        '--exit=max',
      ],
      run('h1', 'id', {
        print: 'gather',
        inventory: 'x.ini',
        connectTimeout: 2,
        stdin: true,
        exit: 'max',
      }),
    ],
    ['help', ['--help'], { kind: 'help', topic: 'batch_run' }],
    ['help with one dash', ['-help'], { kind: 'help', topic: 'batch_run' }],
    ['help of a half-written line', ['-h', 'h1', '--help'], { kind: 'help', topic: 'batch_run' }],
    ['its version', ['--version'], { kind: 'version' }],
  ])('takes %s', (_, argv, parsed) => {
    expect(parseBatchRun(argv)).toEqual(parsed);
  });
});

describe('a mistake in batch_run is told with what to write', () => {
  it.each<[string[], string]>([
    [[], 'batch_run needs hosts or groups – write: batch_run -h web01,web02 -cmd "df -h"'],
    [
      ['-cmd', 'ls a'],
      "batch_run needs hosts or groups – write: batch_run -h web01,web02 -cmd 'ls a'",
    ],
    [
      ['-h', 'h1', '-g', 'web'],
      'batch_run needs a command – write: batch_run -h h1 -g web -cmd "df -h"',
    ],
    [['-h', 'h1', '-cmd'], '-cmd needs a command – write: -cmd "df -h"'],
    [['-h', 'h1', '-cmd', ''], '-cmd needs a command – write: -cmd "df -h"'],
    [['-h'], '-h needs hosts – write: -h web01,web02'],
    [['-g', ' ', '-cmd', 'x'], '-g needs groups – write: -g web_clusters'],
    [
      ['-h', 'h1', '-cmd', 'df', '-h'],
      'the command must be one word, but `-h` follows it – quote it: -cmd "df -h"',
    ],
    [
      ['-h', 'h1', '-cmd', 'df', '-h', '/'],
      'the command must be one word, but `-h` follows it – quote it: -cmd "df -h"',
    ],
    [
      ['-g', 'web', '-cmd', 'df', '-h'],
      'the command must be one word, but `-h` follows it – quote it: -cmd "df -h"',
    ],
    [
      ['-h', 'h1', '-cmd', 'echo', 'hi'],
      'the command must be one word, but `hi` follows it – quote it: -cmd "echo hi"',
    ],
    [['-h', 'h1', '-h', 'h2', '-cmd', 'x'], '-h is given twice – write: -h h1,h2'],
    [
      ['-h', 'h1', '-cmd', 'a', '-cmd', 'b'],
      'one command at a time: -cmd is given twice – join them: -cmd "first; second"',
    ],
    [['-h', 'h1,', 'h2', '-cmd', 'x'], 'no blank after a comma – write: h1,h2'],
    [
      ['h1', '-cmd', 'x'],
      '`h1` belongs to no option – write: batch_run -h web01,web02 -g db_servers -cmd "df -h"',
    ],
    [
      ['-h', 'h1 h2', '-cmd', 'x'],
      '-h takes names joined with single commas, not `h1 h2` – write: -h h1,h2',
    ],
    [
      ['-h', 'h1,,h2', '-cmd', 'x'],
      '-h takes names joined with single commas, not `h1,,h2` – write: -h h1,h2',
    ],
    [
      ['-g', 'web!db', '-cmd', 'x'],
      '-g takes names joined with commas, not `web!db` – for ! & and ^ write: tutti run TARGET -- COMMAND',
    ],
    [['-h', 'h1', '-cmdd', 'x'], 'unknown option `-cmdd` – did you mean -cmd?'],
    [['-h', 'h1', '-cmd', 'x', '--gahter'], 'unknown option `--gahter` – did you mean --gather?'],
    [['-h', 'h1', '-cmd', 'x', '-fold'], 'unknown option `-fold` – see --help'],
    [
      ['-h', 'h1', '-cmd', 'x', '-timeout', 'abc'],
      '-timeout takes seconds, not `abc` – write -timeout 30',
    ],
    [
      ['-h', 'h1', '-cmd', 'x', '-f', 'many'],
      '-f takes a whole number from 1 to 100000, not `many` – write -f 64',
    ],
  ])('batch_run %j', (argv, message) => {
    expect(() => parseBatchRun(argv)).toThrow(new UsageError(message));
  });

  it.each(['--inventory=other.yaml', '-demo', '--gather', '-exit max'])(
    'typed at the prompt refuses %s, which only a start can follow',
    (words) => {
      const argv = ['-h', 'h1', '-cmd', 'x', ...words.split(' ')];
      expect(parseBatchRun(argv).kind).toBe('run');
      const [flag = ''] = words.split(/[= ]/);
      expect(() => parseBatchRun(argv, { atPrompt: true })).toThrow(
        new UsageError(`${flag} means nothing at the prompt – leave it out`),
      );
    },
  );

  it('typed at the prompt takes limits, and its help', () => {
    const typed = (...words: string[]) =>
      parseBatchRun(['-h', 'h1', '-cmd', 'x', ...words], { atPrompt: true });
    expect(typed('-f', '2', '--timeout=30')).toMatchObject({ options: { fanout: 2, timeout: 30 } });
    expect(typed('--help').kind).toBe('help');
  });
});
