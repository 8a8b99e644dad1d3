import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { readRecord } from '../../src/records/record-reader.ts';
import { embeddedFleet } from '../support/embedded-fleet.ts';
import { until } from '../support/processes.ts';
import { openShell, type Program } from '../support/program.ts';
import { Sandbox } from '../support/sandbox.ts';

const stateOf = (shell: Program) => path.join(shell.sandbox.state, 'tutti');

/** Relative to the state directory, the oldest run first. */
const filesOf = (shell: Program, ending: string): string[] =>
  readdirSync(stateOf(shell), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith(ending))
    .sort();

/** `host stream` and its bytes as latin1. */
async function recorded(shell: Program): Promise<Record<string, string>> {
  const said: Record<string, string> = {};
  for (const file of filesOf(shell, '.rec')) {
    for await (const { host, stream, bytes } of readRecord(path.join(stateOf(shell), file))) {
      const key = `${host} ${stream}`;
      said[key] = (said[key] ?? '') + bytes.toString('latin1');
    }
  }
  return said;
}

async function facts(shell: Program, count: number) {
  await until('the facts of the runs', () => filesOf(shell, 'run.json').length === count);
  return filesOf(shell, 'run.json').map((file) =>
    JSON.parse(readFileSync(path.join(stateOf(shell), file), 'utf8')),
  );
}

describe('the record of a run', () => {
  it('has every byte as it came, who, when, where, and how it ended', async () => {
    const shell = await openShell({ demo: 2 });
    await shell.sees('2 up');
    const command = `printf 'a\\0b\\377\\033[2J'; ./check`;
    shell.enter(command);
    await shell.sees(/✗ 1/);
    expect(await recorded(shell)).toEqual({
      'web01 stdout': 'a\0b\xff\x1b[2Jok: 4 of 4 checks\n',
      'web02 stdout': 'a\0b\xff\x1b[2Jok: 3 of 4 checks\n',
      'web02 stderr': 'disk: /var is 97% full\n',
    });
    const [run] = await facts(shell, 1);
    expect(run).toMatchObject({
      v: 1,
      run: 1,
      target: 'all',
      command,
      user: expect.stringMatching(/./),
      startedAt: expect.stringMatching(/^\d{4}-.*Z$/),
      endedAt: expect.stringMatching(/^\d{4}-.*Z$/),
      hosts: [
        { host: 'web01', kind: 'exited', code: 0, ms: expect.any(Number) },
        { host: 'web02', kind: 'exited', code: 1, ms: expect.any(Number) },
      ],
    });
    expect(await shell.leave()).toBe(0);
  });

  it('is its owner’s alone', async () => {
    const shell = await openShell({ demo: 2 });
    await shell.sees('2 up');
    shell.enter('hostname');
    await shell.seesRun('hostname', '✓ 2');
    await facts(shell, 1);
    expect(await shell.leave()).toBe(0);
    const modes = readdirSync(stateOf(shell), { recursive: true, encoding: 'utf8' }).map((name) => {
      const status = statSync(path.join(stateOf(shell), name));
      return `${status.isDirectory() ? 'd' : '-'}${(status.mode & 0o777).toString(8)} ${name}`;
    });
    expect(modes.length).toBeGreaterThan(4);
    for (const mode of modes) expect(mode).toMatch(/^(d700|-600) /);
    expect(statSync(stateOf(shell)).mode & 0o777).toBe(0o700);
  });

  it('tells what was interrupted', async () => {
    const shell = await openShell({ demo: 2 });
    await shell.sees('2 up');
    shell.enter('echo begun; sleep 60');
    await shell.sees(/^[│ ]*begun/m);
    shell.press('ctrl-c');
    await shell.sees(/✗ 2/);
    const [run] = await facts(shell, 1);
    expect(run.hosts).toMatchObject([{ kind: 'interrupted' }, { kind: 'interrupted' }]);
    expect((await recorded(shell))['web01 stdout']).toBe('begun\n');
    expect(await shell.leave()).toBe(0);
  });

  it('that was going on when the shell ended tells that too', async () => {
    const shell = await openShell({ demo: 2 });
    await shell.sees('2 up');
    shell.enter('echo begun; sleep 60');
    await shell.sees(/^[│ ]*begun/m);
    shell.press('ctrl-d');
    await shell.sees('still going');
    shell.type('y');
    expect(await shell.left()).toBe(0);
    expect((await recorded(shell))['web02 stdout']).toBe('begun\n');
    const [run] = await facts(shell, 1);
    expect(run).toMatchObject({ command: 'echo begun; sleep 60', hosts: [{}, {}] });
  });

  it('is not made for a group with record: false', async () => {
    const fleet = await embeddedFleet({ count: 6 });
    const sandbox = new Sandbox();
    const inventory = sandbox.write(
      'inventory.yaml',
      JSON.stringify({
        version: 1,
        defaults: {
          user: 'demo',
          identity_file: fleet.identityFile,
          known_hosts: fleet.knownHosts,
        },
        hosts: Object.fromEntries(
          fleet.hosts.map(({ name, port }) => [name, { address: '127.0.0.1', port }]),
        ),
        groups: {
          web: { hosts: ['web[01-04]'] },
          db: { hosts: ['db[01-02]'], record: false },
        },
      }),
    );
    const shell = await openShell({ args: ['@all', '--inventory', inventory], sandbox });
    await shell.sees('6 up');
    shell.enter('hostname');
    await shell.seesRun('hostname', '✓ 6');
    await facts(shell, 1);
    expect(Object.keys(await recorded(shell)).sort()).toEqual(
      ['web01', 'web02', 'web03', 'web04'].map((host) => `${host} stdout`),
    );
    shell.enter('@db hostname');
    await shell.seesRun('hostname', '✓ 2');
    shell.enter('@web uptime');
    await shell.seesRun('uptime', '✓ 4');
    const commands = (await facts(shell, 2)).map(({ command }) => command);
    expect(commands).toEqual(['hostname', 'uptime']);
    expect(await shell.leave()).toBe(0);
  });
});
