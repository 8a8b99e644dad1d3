import { type ChildProcess, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import type { DemoGroup } from '../../src/demo/demo-fleet.ts';
import { leftovers } from '../../src/demo/leftovers.ts';
import type { Host } from '../../src/domain/host.ts';
import { connecting, output } from '../support/connecting.ts';

const script = path.join(import.meta.dirname, '../../src/demo.ts');

interface Started {
  readonly hosts: readonly Host[];
  readonly groups: readonly DemoGroup[];
  readonly scratch: string;
}

async function started(): Promise<{ child: ChildProcess } & Started> {
  const child = fork(script, ['2'], { execArgv: [], serialization: 'advanced' });
  onTestFinished(async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.disconnect();
    await once(child, 'exit');
  });
  const [message] = await once(child, 'message');
  return { child, ...(message as Started) };
}

describe("the demo's process", () => {
  test('serves the fleet that it tells of', async () => {
    const { hosts, groups } = await started();
    expect(groups).toEqual([{ name: 'web_clusters', hosts: ['web01', 'web02'] }]);
    expect(await output(await connecting().to(hosts[1]!), 'hostname')).toMatchObject({
      stdout: 'web02\n',
    });
  });

  test.each([
    ['its parent lets it go', (child: ChildProcess) => child.disconnect()],
    ['it is told to end', (child: ChildProcess) => child.kill('SIGTERM')],
    ['its terminal goes', (child: ChildProcess) => child.kill('SIGHUP')],
  ])('ends with all that runs there when %s', async (_, end) => {
    const { child, hosts, scratch } = await started();
    const channel = await (await connecting().to(hosts[0]!)).exec('echo on; sleep 300');
    await new Promise<void>((resolve) => channel.onOutput(() => resolve()));
    end(child);
    await once(child, 'exit');
    expect(existsSync(scratch)).toBe(false);
    await vi.waitUntil(() => leftovers(scratch).length === 0);
  });

  test('does not end by the Ctrl-C that is meant for the hosts', async () => {
    const { child, hosts } = await started();
    child.kill('SIGINT');
    expect(await output(await connecting().to(hosts[0]!), 'hostname')).toMatchObject({
      stdout: 'web01\n',
    });
  });

  test('that was killed has its files and programs taken away by the next', async () => {
    const { child, hosts, scratch } = await started();
    const channel = await (await connecting().to(hosts[0]!)).exec(
      'trap "" HUP PIPE; echo on; while :; do sleep 1; done',
    );
    await new Promise<void>((resolve) => channel.onOutput(() => resolve()));
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(existsSync(scratch)).toBe(true);
    expect(leftovers(scratch).length).toBeGreaterThan(0);
    await started();
    expect(existsSync(scratch)).toBe(false);
    await vi.waitUntil(() => leftovers(scratch).length === 0);
  });

  test('ends when its parent is killed', async () => {
    const parent = spawn(
      process.execPath,
      [
        '-e',
        `const child = require('node:child_process').fork(${JSON.stringify(script)}, ['1']);
         child.once('message', ({ scratch }) => console.log(child.pid + ' ' + scratch));`,
      ],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    onTestFinished(() => void parent.kill('SIGKILL'));
    const [line] = await once(parent.stdout, 'data');
    const [pid = '', scratch = ''] = String(line).trim().split(' ');
    expect(existsSync(scratch)).toBe(true);
    parent.kill('SIGKILL');
    await vi.waitUntil(() => !existsSync(scratch) && !lives(Number(pid)), { timeout: 10_000 });
  });
});

function lives(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
