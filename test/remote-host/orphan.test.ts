import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, test } from 'vitest';
import { openControls } from '../../src/remote-host/controls.ts';
import { findOrphan } from '../../src/remote-host/orphan.ts';
import { CaseHost } from '../support/case-host.ts';
import { LocalTransport } from '../support/local-connection.ts';
import { localShells, processesWith, Scratch } from '../support/local-shells.ts';
import { until } from '../support/processes.ts';

const cleanUps: (() => unknown)[] = [];

afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

async function hostWith(options: {
  readonly choice?: 'bash' | 'sh' | 'zsh' | 'auto' | 'login';
  readonly sh?: string;
  readonly channels?: number;
}) {
  const scratch = new Scratch();
  cleanUps.push(() => scratch.remove());
  if (options.sh !== undefined) scratch.provide(options.sh, 'sh');
  const { channels } = options;
  const transport = new LocalTransport({
    env: scratch.env(),
    cwd: scratch.home,
    ...(channels !== undefined && { channels }),
  });
  cleanUps.push(() => transport.cleanUp());
  const host = await new CaseHost(transport, { shell: options.choice ?? 'bash' }).ready();
  cleanUps.push(() => host.remote.close());
  return { host, transport };
}

async function loseAndReturn(
  host: CaseHost,
  transport: LocalTransport,
  { notices = 2, meanwhile = async () => {} } = {},
) {
  transport.last.lose();
  await host.until(() => host.remote.state.kind !== 'ready');
  await meanwhile();
  host.remote.connect();
  await host.until(() => host.remote.state.kind === 'ready' && host.notices.length === notices);
}

const pidsOf = (text: string): number[] =>
  processesWith(text).map((line) => Number.parseInt(line, 10));

const shellOf = ({ remote: { state } }: CaseHost): number =>
  state.kind === 'ready' ? state.shell.pid : 0;

function lives(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

describe('a line whose connection was lost', () => {
  test.each(localShells)(
    'and that still runs in $name is named, with what ends it',
    async ({ choice, program }) => {
      const { host, transport } = await hostWith({
        choice,
        ...(choice === 'sh' && { sh: program }),
      });
      await host.type('sleep 3650 &');
      const typed = host.start('echo go; sleep 3651; echo no');
      await typed.prints('go');
      await expect.poll(() => pidsOf('sleep 3651')).toHaveLength(1);
      const [pid = 0] = pidsOf('sleep 3651');
      const shell = shellOf(host);
      await loseAndReturn(host, transport);
      const command = `kill -HUP -${shell}`;
      expect(host.notices[1]).toBe(
        `what was lost is still running: pid ${pid} – end it there with: ${command}`,
      );
      expect(host.remote.state).toMatchObject({ orphan: [shell, pid] });
      expect((await host.type(command)).outcome).toEqual({ kind: 'exited', code: 0 });
      await expect.poll(() => processesWith('sleep 3651')).toEqual([]);
    },
  );

  test('and that has ended meanwhile is told so', async () => {
    const { host, transport } = await hostWith({});
    const typed = host.start('while :; do echo go; sleep 0.01; done');
    await typed.prints('go');
    const shell = shellOf(host);
    // It writes, so it ends when nobody reads any more.
    const meanwhile = () => expect.poll(() => lives(shell)).toBe(false);
    await loseAndReturn(host, transport, { meanwhile });
    expect(host.notices[1]).toBe('what was lost has ended meanwhile, exit code unknown');
    expect(host.remote.state).not.toHaveProperty('orphan');
  });

  test('is looked for past a server that allows one channel only', async () => {
    const { host, transport } = await hostWith({ channels: 1 });
    const typed = host.start('echo go; sleep 3652');
    await typed.prints('go');
    await loseAndReturn(host, transport);
    expect(host.notices[1]).toMatch(/^what was lost is still running: pid \d+ – /);
    expect(host.remote.state.kind).toBe('ready');
  });

  test('is not looked for when there was none, and only once', async () => {
    const { host, transport } = await hostWith({});
    const typed = host.start('echo go; sleep 3653');
    await typed.prints('go');
    await loseAndReturn(host, transport);
    await loseAndReturn(host, transport, { notices: 3 });
    expect(host.notices[2]).toBe('reconnected; restored: cwd');
    expect(host.remote.state).not.toHaveProperty('orphan');
  });
});

test('a shell that nobody has taken away since it ended is no orphan', async () => {
  const parent = spawn('bash', ['-c', 'sleep 0.01 & echo $!; kill -STOP $$']);
  cleanUps.push(async () => {
    parent.kill('SIGKILL');
    await once(parent, 'exit');
  });
  const [said] = await once(parent.stdout, 'data');
  const pid = Number.parseInt(String(said), 10);
  const fields = () => readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  await until('the zombie', () => fields()[0] === 'Z');
  const { transport } = await hostWith({});
  const controls = openControls(
    transport.last,
    () => transport.connect(),
    () => 'full',
  );
  const startTime = Number(fields()[19]);
  expect(await findOrphan({ pid, pgid: pid, startTime, jobs: [] }, controls)).toEqual([]);
});
