import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { readRecord } from '../../src/records/record-reader.ts';
import { processes, processTree, RealShell, until } from '../support/real-shell.ts';

const open: RealShell[] = [];
afterEach(async () => {
  for (const shell of open.splice(0)) await shell.end();
});

async function demo(
  hosts = 6,
  options: { columns?: number; rows?: number; state?: string } = {},
): Promise<RealShell> {
  const shell = new RealShell({ args: ['--demo', String(hosts)], ...options });
  open.push(shell);
  return shell.sees(`${hosts} up`);
}

const blocks = (screen: string): string[] =>
  screen.split('\n').filter((line) => line.startsWith('─'));

describe('the shell on the demo fleet', () => {
  it('fills six panes, folds equal answers, remembers the directory and comes back from Ctrl-C', async () => {
    const shell = await demo();
    shell.type('hostname').press('enter');
    await shell.sees('✓ 6');
    for (const name of ['web01', 'web02', 'web03', 'web04', 'db01', 'db02']) {
      await shell.sees(new RegExp(`[│ ] ${name} +[│ ]`));
    }
    shell.press('ctrl-t');
    await shell.sees((screen) => blocks(screen).length === 6);
    shell.type('cd /tmp').press('enter');
    await shell.sees('run 2');
    shell.type('pwd').press('enter');
    await shell.sees('db[01-02],web[01-04] (6)');
    await shell.sees(/^ \/tmp/m);
    shell.type('sleep 60').press('enter');
    await shell.sees(/sleep 60 +\S 6/);
    shell.press('ctrl-c');
    await shell.sees('✗ 6');
    shell.type('echo still here').press('enter');
    await shell.sees('run 5');
    await shell.sees('✓ 6');
  });

  it('leaves by Ctrl-D: terminal restored, nothing left behind', async () => {
    const shell = await demo();
    expect(shell.alternate).toBe(true);
    shell.type('hostname').press('enter');
    await shell.sees('✓ 6');
    const tree = processTree(shell.pid);
    expect(tree.length).toBeGreaterThan(7);
    shell.press('ctrl-d');
    expect(await shell.exited()).toBe(0);
    expect(shell.alternate).toBe(false);
    await until(() => processes().every(({ pid }) => !tree.includes(pid)));
  });

  it('queues a line behind the run that goes, and Ctrl-C gives it up', async () => {
    const shell = await demo();
    shell.type('sleep 2; echo one').press('enter');
    await shell.sees('run 1');
    shell.type('echo two').press('enter');
    await shell.sees('run 2');
    await shell.sees('✓ 6');
    shell.type('sleep 60').press('enter');
    await shell.sees('run 3');
    shell.type('touch never').press('enter').press('ctrl-c');
    await shell.sees('✗ 6');
    shell.type('ls never').press('enter');
    await shell.sees('run 4');
    await shell.sees('✗ 6');
  });

  it('runs once elsewhere, moves, goes back, and refuses an unknown target without losing the line', async () => {
    const shell = await demo();
    shell.type('@db_servers uptime').press('enter');
    await shell.sees('✓ 2');
    await shell.sees('all(6)');
    shell.type('@web_clusters').press('enter');
    await shell.sees('web_clusters(4)');
    shell.type('@-').press('enter');
    await shell.sees('all(6)');
    shell.type('@wbe01 reboot').press('enter');
    await shell.sees('did you mean');
    await shell.sees('@wbe01 reboot');
  });

  it('completes a target with the number of hosts', async () => {
    const shell = await demo();
    shell.type('@dbs').press('tab');
    await shell.sees('@db_servers');
    shell.press('ctrl-u').type('@we').press('tab');
    await shell.sees(/web_clusters +4 hosts/);
  });

  it('keeps its history for the next start, but no line that begins with a blank', async () => {
    const first = await demo(2);
    first.type('echo remember me').press('enter');
    await first.sees('✓ 2');
    first.type(' echo forget me').press('enter');
    await first.sees('run 2');
    await first.sees('✓ 2');
    const file = path.join(first.state, 'tutti', 'history.jsonl');
    const second = await demo(2, { state: first.state });
    second.press('ctrl-r').type('remember');
    await second.sees('echo remember me');
    expect(readFileSync(file, 'utf8')).not.toContain('forget');
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it('holds pasted lines until Enter and runs them as one', async () => {
    const shell = await demo(2);
    shell.paste('echo one\necho two\n');
    await shell.sees('echo two');
    expect(shell.screen).not.toContain('run 1');
    shell.press('enter');
    await shell.sees('run 1');
    await shell.sees('✓ 2');
    expect(shell.screen).not.toContain('run 2');
  });

  it('keeps every byte of a run on disk, for its owner only', async () => {
    const shell = await demo(2);
    shell.type(`printf 'a\\0b\\377'; echo oops >&2; false`).press('enter');
    await shell.sees('✗ 2');
    const runs = path.join(shell.state, 'tutti', 'runs');
    const files = () =>
      readdirSync(runs, { recursive: true, encoding: 'utf8' }).filter((file) =>
        /\.(rec|json)$/.test(file),
      );
    await until(() => files().some((file) => file.endsWith('run.json')));
    const said: Record<string, string> = {};
    for (const file of files().filter((each) => each.endsWith('.rec'))) {
      expect(statSync(path.join(runs, file)).mode & 0o777).toBe(0o600);
      for await (const { host, stream, bytes } of readRecord(path.join(runs, file))) {
        said[`${host} ${stream}`] = (said[`${host} ${stream}`] ?? '') + bytes.toString('latin1');
      }
    }
    expect(said['web01 stdout']).toBe('a\0b\xff');
    expect(said['web02 stderr']).toBe('oops\n');
    const facts = JSON.parse(
      readFileSync(path.join(runs, files().find((each) => each.endsWith('run.json'))!), 'utf8'),
    );
    expect(facts.hosts).toMatchObject([
      { kind: 'exited', code: 1 },
      { kind: 'exited', code: 1 },
    ]);
  });

  it('lives through every size', async () => {
    const shell = await demo(6);
    shell.type('while :; do date; sleep 0.05; done').press('enter');
    for (const [columns, rows] of [
      [200, 50],
      [40, 10],
      [20, 4],
      [300, 80],
      [80, 24],
    ] as const) {
      shell.resize(columns, rows);
      await shell.sees(columns < 40 ? 'too small' : 'tutti');
    }
    shell.press('ctrl-c');
    await shell.sees('✗ 6');
  });
});

describe('when a process dies', () => {
  it('a killed worker’s hosts are told lost, the others go on, and all come back', async () => {
    const shell = await demo(30, { columns: 200, rows: 50 });
    shell.type('sleep 30').press('enter');
    await shell.sees(/\S 30 /);
    const [worker] = processes().filter(
      ({ parent, argv }) => parent === shell.pid && argv.includes('worker.js'),
    );
    process.kill(worker!.pid, 'SIGKILL');
    await shell.sees('15 lost');
    await shell.sees('30 up');
    shell.press('ctrl-c');
    await shell.sees('✗ 15');
    shell.type('echo back').press('enter');
    await shell.sees('✓ 30');
  });

  it('killed itself it leaves no worker, no demo and no remote command behind', async () => {
    const shell = await demo();
    shell.type('sleep 12345').press('enter');
    await until(
      () => processes().filter(({ argv }) => argv.startsWith('sleep 12345')).length === 6,
    );
    const tree = processTree(shell.pid);
    shell.kill('SIGKILL');
    await until(() =>
      processes().every(({ pid, argv }) => !tree.includes(pid) && !argv.startsWith('sleep 12345')),
    );
  });

  it('asked to end by SIGTERM it restores the terminal and says so in its status', async () => {
    const shell = await demo(2);
    shell.kill('SIGTERM');
    expect(await shell.exited()).toBe(143);
    expect(shell.alternate).toBe(false);
  });
});
