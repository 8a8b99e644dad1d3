import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { openShell } from '../support/program.ts';
import { Sandbox } from '../support/sandbox.ts';
import { run } from '../support/without-screen.ts';

const hosts = ['db01', 'db02', 'web01', 'web02', 'web03', 'web04'];
const all = ['-h', 'web01,web02,web03', '-g', 'web_clusters,db_servers', '--demo', '6'];

/** A place to copy from, with the assignment's file in it. */
function withFile(): Sandbox {
  const sandbox = new Sandbox();
  sandbox.write('test.py', 'print("hello")\n', 0o644);
  return sandbox;
}

describe('batch_scp', () => {
  it('puts a file on hosts and groups, and tells each host and its time', async () => {
    const words = ['-action', 'put', '-local', 'test.py', '-remote', '~/'];
    const { status, out, err } = await run('batch_scp', [...all, ...words], {
      sandbox: withFile(),
    });
    expect(out.trimEnd().split('\n').sort()).toEqual(
      hosts.map((host) => `${host}: ~/test.py  15 B`),
    );
    expect(err).toMatch(/^6 hosts: 6 ok {2}6 files, 90 B {2}\d+\.\d\d s\n/);
    for (const host of hosts)
      expect(err).toMatch(new RegExp(`^ {2}${host} +ok +\\d+\\.\\d\\d s$`, 'm'));
    expect(status).toBe(0);
  });

  it('gets a file of each host into a folder of its name', async () => {
    const sandbox = new Sandbox();
    const words = ['-action', 'get', '-remote', 'app.conf', '-local', 'confs'];
    const { status } = await run('batch_scp', [...all, ...words], { sandbox });
    expect(status).toBe(0);
    const confs = path.join(sandbox.folder, 'confs');
    expect(readdirSync(confs).sort()).toEqual(hosts);
    const texts = new Set(
      hosts.map((host) => readFileSync(path.join(confs, host, 'app.conf'), 'utf8')),
    );
    expect(texts.size).toBe(2);
  });

  it('says where it failed, and the other hosts go on', async () => {
    const words = ['-action', 'put', '-local', 'test.py', '-remote', 'check'];
    const sandbox = withFile();
    // on one host a folder is in the way
    const shell = await openShell({ demo: 6, sandbox });
    await shell.sees('6 up');
    shell.enter('@web01 rm check; mkdir check');
    await shell.seesRun('rm check; mkdir check', '✓ 1');
    shell.enter(`batch_scp -h web01,web02 ${words.join(' ')}`);
    await shell.seesRun(':put test.py check', '✓ 2');
    shell.enter('@web01 ls check');
    await shell.sees(/^│ test.py /m);
    expect(await shell.leave()).toBe(0);
  });

  it.each([
    [
      ['-action', 'put', '-local', 'test.py', '-remote', '/tmp/'],
      'batch_scp needs hosts or groups',
    ],
    [
      ['-g', 'web_cluster', '-action', 'put', '-local', 'test.py', '-remote', '/tmp/'],
      'web_clusters',
    ],
    [
      ['-h', 'web01', '-action', 'put', '-local', 'tset.py', '-remote', '/tmp/'],
      'did you mean test.py?',
    ],
    [
      ['-h', 'web01', '-action', 'put', '-local', '*.rb', '-remote', '/tmp/'],
      'no local file matches',
    ],
  ])('%j is told what to type, with status 2', async (words, message) => {
    const { status, err } = await run('batch_scp', ['--demo', '2', ...words], {
      sandbox: withFile(),
    });
    expect(err).toContain(message);
    expect(status).toBe(2);
  });
});

describe('tutti put and get', () => {
  it('tell events of the transfer, with no contents', async () => {
    const words = ['put', '@all', '--demo', '2', 'test.py', '~/', '--jsonl'];
    const { out } = await run('tutti', words, { sandbox: withFile() });
    const events = out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(events[0]).toMatchObject({ v: 1, type: 'transfer', action: 'put', destination: '~/' });
    expect(events.filter(({ type }) => type === 'transferred')).toMatchObject([
      { kind: 'exited', code: 0, files: 1, bytes: 15, failed: 0 },
      { kind: 'exited', code: 0, files: 1, bytes: 15, failed: 0 },
    ]);
    expect(events.findLast(({ type }) => type === 'progress')).toMatchObject({
      bytes: 15,
      totalBytes: 15,
    });
    expect(events.at(-1)).toMatchObject({ type: 'end', failed: [] });
    expect(out).not.toContain('hello');
  });

  it('end with status 1 where a file is not there', async () => {
    const { status, err } = await run('tutti', ['get', '@all', '--demo', '2', 'gone', 'x']);
    expect(status).toBe(1);
    expect(err).toMatch(/web01: \S*gone: no such file/);
    expect(err).toContain('2 hosts: 2 failed');
  });
});

describe('at the prompt', () => {
  it(':put copies to the target, and :undo puts back what was there', async () => {
    const sandbox = withFile();
    const shell = await openShell({ demo: 6, sandbox });
    await shell.sees('6 up');
    shell.enter('echo old > test.py');
    await shell.seesRun('echo old > test.py', '✓ 6');
    shell.enter(':put --backup test.py .');
    await shell.seesRun(':put test.py .', '✓ 6');
    shell.enter('cat test.py');
    await shell.sees('print("hello")');
    shell.enter(':undo');
    await shell.seesRun(':undo 2', '✓ 6');
    shell.enter('cat test.py; ls -A | grep tutti');
    await shell.sees(/^│ old /m);
    await shell.sees('✗ 6');
    expect(await shell.leave()).toBe(0);
  });

  it('begins where the shell is, and a file that was put can be renamed in the next line', async () => {
    const shell = await openShell({ demo: 3, sandbox: withFile() });
    await shell.sees('3 up');
    shell.enter('mkdir d && cd d');
    await shell.seesRun('mkdir d && cd d', '✓ 3');
    shell.enter(':put test.py new.py');
    await shell.seesRun(':put test.py new.py', '✓ 3');
    shell.enter('mv new.py done.py && cat ~/d/done.py');
    await shell.sees('print("hello")');
    shell.enter(':get done.py back');
    await shell.seesRun(':get done.py back', '✓ 3');
    expect(readFileSync(path.join(shell.sandbox.folder, 'back/web01/done.py'), 'utf8')).toContain(
      'hello',
    );
    expect(await shell.leave()).toBe(0);
  });

  it('a mistake stays in the prompt', async () => {
    const sandbox = withFile();
    mkdirSync(path.join(sandbox.folder, 'sub'));
    const shell = await openShell({ demo: 3, sandbox });
    await shell.sees('3 up');
    shell.enter(':put test.py');
    await shell.sees('write: :put test.py /tmp/');
    await shell.sees('❯ :put test.py');
    expect(await shell.press('ctrl-c').leave()).toBe(0);
  });
});
