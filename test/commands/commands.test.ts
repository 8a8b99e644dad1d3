import { describe, expect, it } from 'vitest';
import type { CommandContext } from '../../src/commands/command.ts';
import { builtinTableMarkdown, commands, findCommand } from '../../src/commands/index.ts';
import type { HostState, ShellFacts } from '../../src/domain/host.ts';
import type { Outcome } from '../../src/domain/outcome.ts';
import { noOutput, type Run } from '../../src/domain/run.ts';
import type { Put } from '../../src/domain/transfer.ts';

const failure = { kind: 'unreachable', message: 'connection refused' } as const;
const outcomes: Record<string, Outcome> = {
  web01: { kind: 'exited', code: 0 },
  web02: { kind: 'exited', code: 1 },
  web03: { kind: 'not-started', failure },
  web04: { kind: 'lost', failure },
};
const hosts = Object.keys(outcomes);
const run: Run = {
  id: 'x',
  number: 3,
  command: 'uptime',
  target: 'web',
  hosts,
  startedAt: 0,
  endedAt: 1500,
  hostRuns: new Map(
    hosts.map((host) => [host, { host, outcome: outcomes[host]!, ms: 1, output: noOutput }]),
  ),
};
const ready: HostState = { kind: 'ready', shell: { kind: 'bash', version: '5.2' } as ShellFacts };
const states: Record<string, HostState> = {
  web01: ready,
  web02: ready,
  web03: { kind: 'retrying', at: 0, failure },
  web04: { kind: 'failed', failure },
};

/** Runs a built-in and tells what it did. */
function does(name: string, text = '', known: readonly Run[] = [run]): unknown[] {
  const done: unknown[] = [];
  const note =
    (what: string) =>
    (...args: unknown[]) =>
      done.push([what, ...args]);
  const context: CommandContext = {
    target: { text: 'web', hosts },
    runs: known,
    groups: new Map([['web', hosts]]),
    hostState: (host) => states[host] ?? { kind: 'off' },
    run: note('run'),
    repeat: note('repeat'),
    transfer: note('transfer'),
    terminal: note('terminal'),
    interrupt: note('interrupt'),
    setTimeLimit: note('setTimeLimit'),
    onTerminals: note('onTerminals'),
    runWithInput: note('runWithInput'),
    roll: note('roll'),
    showRoll: note('showRoll'),
    preview: (command) => new Map(hosts.map((host) => [host, command.replace('%', host)])),
    reconnect: note('reconnect'),
    watch: note('watch'),
    chart: note('chart'),
    mouse: note('mouse'),
    trust: note('trust'),
    forgetSudo: () => done.push(['forgetSudo']),
    notify: (on) => {
      done.push(['notify', on]);
      return on ?? true;
    },
    debug: (on) => {
      done.push(['debug', on]);
      return on ? '/state/debug.log' : undefined;
    },
    reload: note('reload'),
    setStreamPattern: note('setStreamPattern'),
    mute: note('mute'),
    unmuteAll: note('unmuteAll'),
    showRun: note('showRun'),
    listRuns: note('listRuns'),
    exportRun: note('exportRun'),
    show: note('show'),
    help: note('help'),
    say: note('say'),
    quit: note('quit'),
  };
  findCommand(name).run(context, { text, words: text.split(' ').filter(Boolean) });
  return done;
}

describe('built-ins', () => {
  it.each([
    ['help', '', [['help']]],
    ['quit', '', [['quit']]],
    ['reload', '', [['reload']]],
    ['runs', '', [['listRuns', '']]],
    ['export', 'json', [['exportRun', 'json', undefined]]],
    ['export', 'html a file.html', [['exportRun', 'html', 'a file.html']]],
    ['runs', 'web df -h', [['listRuns', 'web df -h']]],
    ['runs', '3', [['showRun', 3]]],
    ['groups', '', [['show', 'groups', ['@web (4): web[01-04]']]]],
    [
      'hosts',
      '',
      [
        [
          'show',
          'hosts',
          [
            'web[01-02] (2): up, bash 5.2',
            'web03 (1): down, tried again soon: connection refused',
            'web04 (1): down: connection refused',
          ],
        ],
      ],
    ],
    [
      'reconnect',
      '',
      [
        ['reconnect', ['web03', 'web04']],
        ['say', 'connecting web[03-04]'],
      ],
    ],
    ['only', 'ERROR 5', [['setStreamPattern', 'only', 'ERROR 5']]],
    ['hide', '/debug|trace/i', [['setStreamPattern', 'hide', '/debug|trace/i']]],
    ['light', '', [['setStreamPattern', 'light', undefined]]],
    ['mute', 'web', [['mute', 'web']]],
    ['mute', '', [['unmuteAll']]],
    ['timeout', '5m', [['setTimeLimit', 300]]],
    ['timeout', 'off', [['setTimeLimit', undefined]]],
    ['timeout', '1.5 sleep 9', [['run', 'sleep 9', undefined, 1.5]]],
    ['timeout', 'off sleep 9', [['run', 'sleep 9', undefined, 'none']]],
    [
      'timeout',
      '',
      [
        [
          'say',
          'lines have no time limit – write :timeout 30, or :timeout 30 CMD for one line, or :timeout off',
        ],
      ],
    ],
    [
      'pty',
      'top -b',
      [
        ['onTerminals', 'top -b'],
        ['say', 'on terminals of their own: cd and variables of this line are not kept'],
      ],
    ],
    [
      'stdin',
      'cat',
      [
        ['runWithInput', 'cat', undefined],
        ['say', 'Enter sends to all, Alt-Enter to the host under the cursor, Ctrl-D ends'],
      ],
    ],
    ['stdin', '<keys tee -a f', [['runWithInput', 'tee -a f', 'keys']]],
    ['stdin', '< "my keys" tee "a b"', [['runWithInput', 'tee "a b"', 'my keys']]],
    [
      'preview',
      'echo %',
      [
        [
          'show',
          'preview',
          ['web01  echo web01', 'web02  echo web02', 'web03  echo web03', 'web04  echo web04'],
        ],
      ],
    ],
    ['forget', '', [['forgetSudo'], ['say', 'forgotten – the next sudo asks again']]],
    ['shell', '', [['terminal', undefined, undefined]]],
    ['shell', 'web01 vim /etc/hosts', [['terminal', 'web01', 'vim /etc/hosts']]],
    ['put', 'a "b c" /tmp/', [['transfer', 'put', ['a', 'b c', '/tmp/']]]],
    ['get', '--force /etc/hosts .', [['transfer', 'get', ['--force', '/etc/hosts', '.']]]],
  ])(':%s %s', (name, text, done) => {
    expect(does(name, text)).toEqual(done);
  });

  it('repeat a run only where it failed or was not reached: a lost host may have run it', () => {
    expect(does('retry')).toEqual([
      ['repeat', run, ['web02', 'web03']],
      ['say', 'repeating run 3 on web[02-03]'],
    ]);
  });

  it.each([
    ['retry', '', [], 'nothing has run yet'],
    ['retry', '9', [run], 'no run 9 – :runs lists them'],
    ['undo', '', [run], 'no run has kept what it replaced – :put --backup LOCAL REMOTE does'],
    ['undo', '3', [run], 'run 3 has kept nothing'],
    ['undo', '9', [run], 'no run 9 – :runs lists them'],
    ['timeout', 'soon', [run], 'no time: `soon` – write :timeout 30, :timeout 5m or :timeout off'],
    ['timeout', '0', [run], 'no time: `0`'],
    [
      'timeout',
      '99999h',
      [run],
      '99999h is too long – write :timeout 30, :timeout 5m or :timeout off',
    ],
    [
      'watch',
      '0.01s uptime',
      [run],
      '0.01s is too short – write 0.1s or more: :watch 2s uptime, or :watch off',
    ],
    ['stdin', '<keys', [run], 'no command – write :stdin CMD'],
    ['stdin', '', [run], 'no command – write :stdin CMD'],
    ['preview', '', [run], 'no command – write :preview CMD'],
    ['pty', '', [run], 'no command – write :pty CMD'],
    ['export', '', [run], 'no format – write :export json, csv, html or txt, and a file'],
    ['export', 'xml', [run], 'no format `xml` – write :export json'],
    ['runs', '9', [run], 'no run 9 in this session – :runs lists all that are kept'],
  ])(':%s %s is refused where there is nothing to do', (name, text, known, message) => {
    expect(() => does(name, text, known)).toThrow(message);
  });

  it.each(['', '4'])(
    'put back what the newest put with a backup has replaced: :undo %s',
    (text) => {
      const put: Put = {
        kind: 'put',
        sources: ['/a'],
        destination: '/tmp/',
        options: { backup: 'f00d' },
      };
      const copied: Run = { ...run, number: 4, command: ':put a /tmp/', transfer: put };
      const back = { ...copied, command: ':undo 4', transfer: { kind: 'undo', put } };
      expect(does('undo', text, [copied, { ...run, number: 5 }])).toEqual([
        ['repeat', back, hosts],
        ['say', 'putting back what run 4 replaced on web[01-04]'],
      ]);
    },
  );

  it('that are not known are refused with the nearest', () => {
    expect(() => findCommand('hlep')).toThrow(/^no built-in :hlep – did you mean :help/);
  });

  it('are each in the table of the reference, once', () => {
    const cells = builtinTableMarkdown()
      .split('\n')
      .map((row) =>
        row
          .split(/(?<!\\)\|/)[1]
          ?.trim()
          .replaceAll('\\|', '|'),
      );
    for (const { usage } of commands)
      expect(cells.filter((cell) => cell === `\`:${usage}\``)).toHaveLength(1);
    expect(new Set(commands.map(({ name }) => name)).size).toBe(commands.length);
  });
});
