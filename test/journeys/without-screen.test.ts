import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { kill, sendSignal } from '../support/processes.ts';
import { Program } from '../support/program.ts';
import { Sandbox } from '../support/sandbox.ts';
import { withSilentHost } from '../support/silent-host.ts';
import { run, Started } from '../support/without-screen.ts';

const demo = (...args: string[]) => run('tutti', ['run', '@all', '--demo', '3', ...args]);

/** In any order: hosts answer as they like. */
const sorted = (text: string): string[] => text.trimEnd().split('\n').sort();

describe('tutti run', () => {
  it('prints lines with their host, and what it came to on stderr', async () => {
    const { status, out, err } = await demo('--', 'hostname');
    expect(status).toBe(0);
    expect(sorted(out)).toEqual(['db01: db01', 'web01: web01', 'web02: web02']);
    expect(err).toMatch(/^3 hosts: 3 ok {2}\d+\.\d\d s\n$/);
  });

  it('passes output and stderr on apart, and names who failed', async () => {
    const { status, out, err } = await demo('--', './check');
    expect(status).toBe(1);
    expect(sorted(out)).toEqual([
      'db01: ok: 3 of 4 checks',
      'web01: ok: 4 of 4 checks',
      'web02: ok: 4 of 4 checks',
    ]);
    expect(err).toContain('db01: disk: /var is 97% full\n');
    expect(err).toContain('3 hosts: 2 ok, 1 failed (db01: exit 1)');
  });

  it('sends one argument after -- as it is, several joined with blanks', async () => {
    expect((await demo('--raw', '--', 'echo "a  b" | wc -c')).out).toBe('5\n5\n5\n');
    expect((await demo('--raw', '--', 'echo', 'a', '$((1 + 1))')).out).toBe('a 2\na 2\na 2\n');
  });

  it('gathers equal answers in one block', async () => {
    const { status, out } = await demo('--gather', '--', 'grep workers app.conf');
    const bar = '---------------';
    expect(out.split('\n')).toEqual([
      ...[bar, 'web[01-02] (2)', bar, 'workers = 8'],
      ...[bar, 'db01', bar, 'workers = 2'],
      '',
    ]);
    expect(status).toBe(0);
  });

  it('prints one document for a program', async () => {
    const { status, out, err } = await demo('--json', '--', './check');
    const { v, runs } = JSON.parse(out);
    expect([v, runs.length, status, err]).toEqual([1, 1, 1, '']);
    expect(runs[0]).toMatchObject({
      run: 1,
      target: '@all',
      command: './check',
      ok: ['web01', 'web02'],
      failed: ['db01'],
      outcomes: [
        { host: 'web01', kind: 'exited', code: 0, stdout: { text: 'ok: 4 of 4 checks\n' } },
        { host: 'web02', kind: 'exited', code: 0 },
        { host: 'db01', kind: 'exited', code: 1, stderr: { text: 'disk: /var is 97% full\n' } },
      ],
    });
  });

  it('prints events as they happen, exactly one outcome for each host', async () => {
    const { out } = await demo('--jsonl', '--', `printf 'x\\377'`);
    const events = out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(events[0]).toEqual({
      v: 1,
      type: 'run',
      run: 1,
      target: '@all',
      command: `printf 'x\\377'`,
      hosts: ['web01', 'web02', 'db01'],
    });
    const hostsOf = (type: string) =>
      events.filter((event) => event.type === type).map(({ host }) => host);
    expect(hostsOf('outcome').sort()).toEqual(['db01', 'web01', 'web02']);
    const said = events.filter(({ type, host }) => type === 'output' && host === 'db01');
    expect(said.map(({ seq, stream }) => [seq, stream])).toEqual(said.map((_, i) => [i, 'stdout']));
    const bytes = said.map(({ text, base64 }) =>
      text === undefined ? Buffer.from(base64, 'base64') : Buffer.from(text),
    );
    expect(Buffer.concat(bytes).toString('latin1')).toBe('x\xff');
    expect(events.at(-1)).toMatchObject({ type: 'end', ok: ['web01', 'web02', 'db01'] });
  });

  it('interrupts what goes on after --timeout', async () => {
    const { status, out } = await demo('--jsonl', '--timeout', '1', '--', 'sleep 30');
    const outcomes = out.split('\n').filter((line) => line.includes('"outcome"'));
    expect(outcomes).toHaveLength(3);
    for (const outcome of outcomes) {
      expect(JSON.parse(outcome)).toMatchObject({ kind: 'interrupted', timeout: true });
    }
    expect(status).toBe(1);
  });

  it('ends with the largest remote code by --exit=max', async () => {
    expect((await demo('--exit=max', '--', './check || exit 42')).status).toBe(42);
  });

  it('gives its standard input to every host', async () => {
    const { out } = await run(
      'tutti',
      ['run', '@all', '--demo', '3', '--gather', '--stdin', '--', 'tr a-z A-Z'],
      { stdin: 'one\ntwo\n' },
    );
    expect(out).toContain('db01,web[01-02] (3)\n---------------\nONE\nTWO\n');
  });
});

describe('what stops it', () => {
  it('one SIGINT interrupts the hosts’ command and waits for its end', async () => {
    const started = new Started('tutti', [
      ...['run', '@all', '--demo', '2', '--'],
      'trap "echo cleaned; exit 9" INT; echo on; sleep 30 & wait',
    ]);
    await started.says('web01: on');
    await started.says('web02: on');
    kill(started.pid, 'SIGINT');
    const { status, out, err } = await started.ended();
    expect(status).toBe(130);
    expect(out).toContain('web01: cleaned');
    expect(out).toContain('web02: cleaned');
    expect(err).toContain('2 hosts: 2 failed');
  });

  it('Ctrl-C in a terminal, which every process of ours is sent, does the same', async () => {
    const shell = new Program({ args: ['run', '@all', '--demo', '2', '--', 'echo on; sleep 30'] });
    await shell.sees('web01: on');
    await shell.sees('web02: on');
    shell.press('ctrl-c');
    expect(await shell.left()).toBe(130);
    expect(shell.screen).toContain('2 hosts: 2 failed (web[01-02]: interrupted)');
  });

  it('a second SIGINT leaves a command that does not listen', async () => {
    const started = new Started('tutti', [
      ...['run', '@all', '--demo', '1', '--'],
      'trap "" INT TERM; echo on; sleep 30',
    ]);
    await started.says('on');
    await sendSignal(started.pid, 'SIGINT');
    await sendSignal(started.pid, 'SIGINT');
    expect((await started.ended()).status).toBe(130);
  });

  it.each([
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const)('%s ends it with status %d and all that it runs', async (signal, status) => {
    const started = new Started('tutti', [
      ...['run', '@all', '--demo', '2', '--'],
      'echo on; sleep 30',
    ]);
    await started.says('web01: on');
    kill(started.pid, signal);
    expect((await started.ended()).status).toBe(status);
  });

  it('what ends it leaves no host without an outcome', async () => {
    const started = new Started('tutti', [
      ...['run', '@all', '--demo', '2', '--jsonl', '--'],
      'case $(hostname) in web01) echo on; sleep 30;; esac',
    ]);
    await started.says('"host":"web02","kind":"exited"');
    await started.says('on');
    kill(started.pid, 'SIGTERM');
    const { status, out } = await started.ended();
    const last = out.trimEnd().split('\n').slice(-2);
    expect(last.map((line) => JSON.parse(line))).toMatchObject([
      { type: 'outcome', host: 'web01', kind: 'lost', message: 'left by SIGTERM' },
      { type: 'end', ok: ['web02'], lost: ['web01'] },
    ]);
    expect(status).toBe(143);
  });

  it('a copy that is ended tidies up, and tells what it has done', async () => {
    const sandbox = new Sandbox();
    const [here, there] = ['here', 'there'].map((name) => path.join(sandbox.folder, name));
    for (const folder of [here, there]) mkdirSync(folder ?? '');
    for (let at = 0; at < 4000; at++) sandbox.write(`here/${at}`, 'little');
    const args = ['put', 'web01', here ?? '', `${there}/`, '--demo', '1', '--jsonl'];
    const started = new Started('tutti', args, { sandbox });
    await started.says(/"files":[1-9]/);
    kill(started.pid, 'SIGTERM');
    const { status, out } = await started.ended();
    const told = out.split('\n').find((line) => line.includes('"transferred"')) ?? '{}';
    const names = readdirSync(path.join(there ?? '', 'here'));
    expect(JSON.parse(told)).toMatchObject({ kind: 'interrupted', files: names.length });
    expect(names.filter((name) => name.endsWith('.part'))).toEqual([]);
    expect([status, names.length < 4000]).toEqual([143, true]);
  });

  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('%s is heard while a host does not answer', async (signal, status) => {
    const { sandbox, silent } = await withSilentHost();
    const started = new Started(
      'tutti',
      ['run', 'web01', '--connect-timeout', '600', '--json', '--', 'uptime'],
      { sandbox },
    );
    const [socket] = await once(silent, 'connection');
    socket.on('error', () => {});
    kill(started.pid, signal);
    const ended = await started.ended();
    expect([ended.status, JSON.parse(ended.out).runs[0].notReached]).toEqual([status, ['web01']]);
  });

  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('%s is heard while the next line is waited for', async (signal, status) => {
    const started = new Started('tutti', ['@all', '--demo', '1'], {
      stdin: 'echo on\n',
      stdinOpen: true,
    });
    await started.says('on');
    kill(started.pid, signal);
    expect(await started.ended()).toMatchObject({ status, out: expect.stringContaining('on') });
  });

  it
    .skipIf(!existsSync('/dev/full'))
    .each([['run @all --demo 1 -- echo on'], ['run @all --demo 1 --json -- echo on'], ['--help']])(
    'a full disk is told: tutti %s',
    async (line) => {
      const started = new Started('tutti', line.split(' '), { stdout: '/dev/full' });
      const { status, err } = await started.ended();
      expect([status, err]).toEqual([
        74,
        expect.stringContaining('the output cannot be written: no space left'),
      ]);
    },
  );

  it('a reader that has enough ends it without a word', async () => {
    const started = new Started('tutti', ['run', '@all', '--demo', '2', '--', 'yes']);
    await started.says('web01: y');
    started.closeOutput();
    expect(await started.ended()).toMatchObject({ status: 141, err: '' });
  });

  it('killed itself it leaves nothing', async () => {
    const started = new Started('tutti', [
      ...['run', '@all', '--demo', '2', '--'],
      'echo on; sleep 30',
    ]);
    await started.says('web01: on');
    kill(started.pid);
    expect((await started.ended()).status).toBeUndefined();
  });
});

describe('lines on standard input', () => {
  it('run one after the other in shells that remember', async () => {
    const { status, out, err } = await run('tutti', ['@all', '--demo', '2', '--raw'], {
      stdin: 'cd /tmp\n\nexport NAME=kept\necho $NAME in $PWD\n',
    });
    expect([status, out]).toEqual([0, 'kept in /tmp\nkept in /tmp\n']);
    expect(err).toMatch(/^3 lines: all ok/);
  });

  it('that failed are told by their number', async () => {
    const { status, err } = await run('tutti', ['@all', '--demo', '2'], { stdin: 'true\nfalse\n' });
    expect(status).toBe(1);
    expect(err).toContain('line 2: 2 hosts: 2 failed (web[01-02]: exit 1)');
    expect(err).toContain('2 lines: 1 ok, 1 not');
  });

  it('need a target', async () => {
    const { status, err } = await run('tutti', [], { stdin: 'uptime\n' });
    expect([status, err]).toEqual([
      2,
      'tutti: lines on standard input need a target – write: tutti @all < lines\n',
    ]);
  });
});

describe('batch_run', () => {
  it('is the assignment’s line, each host once', async () => {
    const { status, out, err } = await run('batch_run', [
      ...['-h', 'web01', '-g', 'web_clusters,db_servers', '-cmd', 'df -h', '--demo', '6'],
    ]);
    const [total, ...times] = err.trimEnd().split('\n');
    expect(total).toMatch(/^6 hosts: 6 ok {2}\d+\.\d\d s$/);
    expect(times.map((line) => line.replace(/ \d+\.\d\d s$/, '').trimEnd()).sort()).toEqual(
      ['db01', 'db02', 'web01', 'web02', 'web03', 'web04'].map((host) => `  ${host.padEnd(5)}  ok`),
    );
    expect(status).toBe(0);
    const heads = out.split('\n').filter((line) => line.includes('Filesystem'));
    expect(heads.map((line) => line.split(':')[0]).sort()).toEqual([
      ...['db01', 'db02', 'web01', 'web02', 'web03', 'web04'],
    ]);
  });
});
