import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { noOutput } from '../../src/domain/run.ts';
import { type KeptRun, readJournal } from '../../src/records/read-journal.ts';
import { readRecord } from '../../src/records/record-reader.ts';
import { embeddedFleet } from '../support/embedded-fleet.ts';
import { kill, until } from '../support/processes.ts';
import { openShell, Program } from '../support/program.ts';
import { Sandbox } from '../support/sandbox.ts';

const stateOf = (shell: Program) => path.join(shell.sandbox.state, 'tutti');

/** Relative to the state directory, the oldest run first. */
const filesOf = (shell: Program, ending: string): string[] =>
  readdirSync(stateOf(shell), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith(ending))
    .sort();

/** How many there are; undefined where a folder went while it was read. */
function runsWhileSomeGo(shell: Program): number | undefined {
  try {
    return filesOf(shell, 'run.jsonl').length;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    return undefined;
  }
}

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

/** What is told of each run, as soon as so many are over. */
async function facts(shell: Program, count: number) {
  const files = () => filesOf(shell, 'run.jsonl').map((file) => path.join(stateOf(shell), file));
  const isOver = (file: string) => readFileSync(file, 'utf8').includes('"type":"end"');
  await until('the facts of the runs', () => files().filter(isOver).length === count);
  return Promise.all(files().map((file) => readJournal(path.dirname(file))));
}

const kindsOf = (kept: KeptRun | undefined) =>
  [...(kept?.run.hostRuns.values() ?? [])].map(({ outcome }) => outcome?.kind);

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
    const [kept] = await facts(shell, 1);
    expect(kept?.user).toMatch(/./);
    expect(kept?.run).toMatchObject({ number: 1, target: 'all', command });
    expect(kept?.run.endedAt).toBeGreaterThanOrEqual(kept?.run.startedAt ?? 0);
    expect([...(kept?.run.hostRuns.values() ?? [])]).toMatchObject([
      {
        host: 'web01',
        outcome: { kind: 'exited', code: 0 },
        ms: expect.any(Number),
        output: { bytes: 26, lines: 1, errorLines: 0 },
      },
      { host: 'web02', outcome: { kind: 'exited', code: 1 }, output: { errorLines: 1 } },
    ]);
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
    const [kept] = await facts(shell, 1);
    expect(kindsOf(kept)).toEqual(['interrupted', 'interrupted']);
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
    const [kept] = await facts(shell, 1);
    expect(kept?.run.command).toBe('echo begun; sleep 60');
    expect(kindsOf(kept)).toEqual(['lost', 'lost']);
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
    const runs = await facts(shell, 2);
    expect(runs.map(({ run }) => run.command)).toEqual(['hostname', 'uptime']);
    expect([...(runs[0]?.unrecorded ?? [])].sort()).toEqual(['db01', 'db02']);
    expect(runs[0]?.run.hostRuns.get('db01')).toMatchObject({ outcome: { code: 0 }, output: {} });
    expect(runs[0]?.run.hostRuns.get('db01')?.output).toEqual(noOutput);
    expect(await shell.leave()).toBe(0);
  });
});

describe('a crash of ours', () => {
  /** What ended before it: half of the hosts sleep on. */
  const command = 'echo "said by $(hostname)"; case $(hostname) in web0[13]) sleep 1234;; esac';
  const ended = ['db01', 'db02', 'web02', 'web04'];
  const sleepers = (shell: Program) =>
    shell.sandbox.processes().filter(({ argv }) => argv === 'sleep 1234').length;

  function killWorkers(shell: Program): void {
    for (const { pid, parent, argv } of shell.sandbox.processes()) {
      if (parent === shell.pid && argv.endsWith('worker.js')) kill(pid);
    }
  }

  async function crashed(crash: (shell: Program) => void): Promise<[Program, KeptRun]> {
    const shell = await openShell({ demo: 6 });
    await shell.sees('6 up');
    shell.enter(command);
    await until('2 sleepers', () => sleepers(shell) === 2);
    await shell.sees(/✓ 4/);
    crash(shell);
    await until('their end', () => sleepers(shell) === 0);
    const [file = ''] = filesOf(shell, 'run.jsonl');
    return [shell, await readJournal(path.dirname(path.join(stateOf(shell), file)))];
  }

  async function expectWhole(shell: Program, { run }: KeptRun): Promise<void> {
    const ok = run.hosts.filter((host) => {
      const outcome = run.hostRuns.get(host)?.outcome;
      return outcome?.kind === 'exited' && outcome.code === 0;
    });
    expect(ok.sort()).toEqual(ended);
    const said = await recorded(shell);
    for (const host of run.hosts) expect(said[`${host} stdout`]).toBe(`said by ${host}\n`);
  }

  it('of the screen, by SIGKILL, loses nothing that had ended', async () => {
    const [shell, kept] = await crashed(({ pid }) => kill(pid));
    expect(await shell.left()).toBe('killed by 9');
    await expectWhole(shell, kept);
    expect(kept.run.hostRuns.get('web01')?.outcome).toMatchObject({ kind: 'lost' });
  });

  it('of a worker, by SIGKILL, loses nothing that had ended', async () => {
    const [shell, kept] = await crashed(killWorkers);
    await shell.sees('2 lost');
    await expectWhole(shell, kept);
    await shell.sees('6 up');
    expect(await shell.leave()).toBe(0);
  });

  it('in the middle of a flood keeps all of a host that had ended', async () => {
    const shell = await openShell({ demo: 2 });
    await shell.sees('2 up');
    shell.enter('case $(hostname) in web01) seq 300000;; *) yes;; esac');
    await shell.sees(/✓ 1/);
    killWorkers(shell);
    await shell.sees('1 lost');
    const said = await recorded(shell);
    expect(said['web01 stdout']?.length).toBe(1_988_895); // seq 300000 | wc -c
    expect(said['web01 stdout']?.endsWith('\n300000\n')).toBe(true);
    expect(await shell.leave()).toBe(0);
  });
});

describe('records of earlier days', () => {
  it('go at the start where TUTTI_KEEP says so, and never those of a tutti that runs', async () => {
    const sandbox = new Sandbox();
    const first = await openShell({ demo: 2, sandbox });
    await first.sees('2 up');
    first.enter('hostname');
    await first.seesRun('hostname', '✓ 2');
    await facts(first, 1);
    const second = await openShell({ demo: 2, sandbox, env: { TUTTI_KEEP: '1' } });
    await second.sees('2 up');
    for (const line of ['uptime', 'true']) {
      second.enter(line);
      await second.seesRun(line, '✓ 2');
    }
    expect(second.press('ctrl-d') && (await second.exited())).toBe(0);
    expect(first.press('ctrl-d') && (await first.exited())).toBe(0);
    expect(filesOf(first, 'run.jsonl')).toHaveLength(3);
    const third = await openShell({ demo: 2, sandbox, env: { TUTTI_KEEP: '1' } });
    await until('the older ones to go', () => runsWhileSomeGo(third) === 1);
    expect(await third.leave()).toBe(0);
  });

  it('are not touched by a TUTTI_KEEP that cannot be read', async () => {
    const shell = new Program({ demo: 2, env: { TUTTI_KEEP: 'a week' }, columns: 200 });
    expect(await shell.left()).toBe(2);
    expect(shell.said).toContain('write days, runs and a size');
  });
});
