import { existsSync, readFileSync, statSync } from 'node:fs';
import { describe, expect, test, vi } from 'vitest';
import { startFleet } from '../../src/demo/demo-fleet.ts';
import { leftovers } from '../../src/demo/leftovers.ts';
import { connecting, output } from '../support/connecting.ts';
import { embeddedFleet, hostOf } from '../support/embedded-fleet.ts';

const linux = existsSync('/proc/self/environ');

describe('the demo fleet', () => {
  test('is web and db hosts, in the groups of the assignment', async () => {
    const fleet = await embeddedFleet({ count: 6 });
    expect(fleet.groups).toEqual([
      { name: 'web_clusters', hosts: ['web01', 'web02', 'web03', 'web04'] },
      { name: 'db_servers', hosts: ['db01', 'db02'] },
    ]);
    expect(fleet.hosts.map(({ name }) => name)).toEqual(fleet.groups.flatMap(({ hosts }) => hosts));
  });

  test.each([1, 2, 3, 100])(
    'of %i has that many hosts, each on a port of its own',
    async (count) => {
      const fleet = await embeddedFleet({ count });
      expect(new Set(fleet.hosts.map(({ name }) => name)).size).toBe(count);
      expect(new Set(fleet.hosts.map(({ port }) => port)).size).toBe(count);
      expect(fleet.groups.every(({ hosts }) => hosts.length > 0)).toBe(true);
    },
  );

  test('answers alike to what is everywhere, and differs in its own files', async () => {
    const fleet = await embeddedFleet({ count: 6 });
    const ask = (command: string) =>
      Promise.all(fleet.hosts.map(async (host) => output(await connecting().to(host), command)));
    const kernels = await ask('uname -r');
    expect(new Set(kernels.map(({ stdout }) => stdout)).size).toBe(1);
    const names = await ask('hostname');
    expect(names.map(({ stdout }) => stdout.trim())).toEqual(fleet.hosts.map(({ name }) => name));
    const uptimes = await ask('uptime');
    expect(new Set(uptimes.map(({ stdout }) => stdout)).size).toBe(6);
    const confs = await ask('cat app.conf');
    const odd = confs.map(({ stdout }) => stdout !== confs[0]?.stdout);
    expect(odd.filter(Boolean)).toHaveLength(1);
    const checks = await ask('./check');
    expect(checks.map(({ exit }) => exit?.code)).toEqual([0, 0, 0, 0, 0, 1]);
    expect(checks.at(-1)?.stderr).toContain('disk: ');
    const slow = fleet.hosts.filter(({ name }) =>
      readFileSync(`${fleet.scratch}/${name}/slow`, 'utf8').includes('sleep 3'),
    );
    expect(slow).toHaveLength(1);
  });

  test('has logs that grow', async () => {
    const fleet = await embeddedFleet({ count: 1 });
    const log = `${fleet.scratch}/web01/app.log`;
    await vi.waitUntil(() => statSync(log).size > 0, { timeout: 10_000 });
    expect(readFileSync(log, 'utf8')).toMatch(/^\S+Z GET \/item\/\d+ 200 \d+ms\n/);
  });

  test("lets nothing of the operator's environment in", async () => {
    vi.stubEnv('TUTTI_CANARY', 'sings');
    const fleet = await embeddedFleet({ count: 1 });
    const { stdout } = await output(await connecting().to(hostOf(fleet, 'web01').host), 'env');
    vi.unstubAllEnvs();
    expect(stdout).toContain(`HOME=${fleet.scratch}/web01\n`);
    expect(stdout).not.toContain('TUTTI_CANARY');
  });

  test('keeps its keys and known_hosts to itself', async () => {
    const fleet = await embeddedFleet({ count: 2 });
    for (const file of [fleet.identityFile, fleet.knownHosts]) {
      expect(statSync(file).mode & 0o777).toBe(0o600);
    }
    expect(statSync(fleet.scratch).mode & 0o777).toBe(0o700);
  });

  test.skipIf(!linux)('leaves no process and no file behind, whatever was started', async () => {
    const fleet = await startFleet({ count: 3 });
    const starts = [
      'sleep 300 & echo on; wait',
      'trap "" HUP TERM INT; echo on; while :; do sleep 1; done',
      'setsid sh -c "echo on; exec sleep 300" & wait',
      'nohup setsid sleep 300 >/dev/null 2>&1 & echo on',
    ];
    for (const { host } of ['web01', 'web02', 'db01'].map((name) => hostOf(fleet, name))) {
      const connection = await connecting().to(host);
      for (const start of starts) {
        const channel = await connection.exec(start);
        await new Promise<void>((resolve) => channel.onOutput(() => resolve()));
      }
    }
    expect(leftovers(fleet.scratch).length).toBeGreaterThanOrEqual(12);
    fleet.close();
    await vi.waitUntil(() => leftovers(fleet.scratch).length === 0);
    expect(existsSync(fleet.scratch)).toBe(false);
  });

  test.skipIf(!linux)('hangs up what a lost connection leaves behind', async () => {
    const fleet = await embeddedFleet({ count: 1 });
    const { host, server } = hostOf(fleet, 'web01');
    const channel = await (await connecting().to(host)).exec('echo on; sleep 300');
    await new Promise<void>((resolve) => channel.onOutput(() => resolve()));
    expect(leftovers(fleet.scratch).length).toBeGreaterThan(0);
    server.cut();
    await vi.waitUntil(() => leftovers(fleet.scratch).length === 0, { timeout: 5000 });
  });
});

describe('a demo host', () => {
  test('tells the exit of a program although a background job holds its output', async () => {
    const fleet = await embeddedFleet({ count: 1 });
    const channel = await (await connecting().to(hostOf(fleet, 'web01').host)).exec(
      'sleep 300 & exit 4',
    );
    channel.onOutput(() => {});
    const code = await new Promise((resolve) => channel.onExit(resolve));
    expect(code).toBe(4);
  });

  test('that was stopped refuses, and is the same host when it is back', async () => {
    const fleet = await embeddedFleet({ count: 1 });
    const { host, server } = hostOf(fleet, 'web01');
    server.stop();
    expect(await connecting().refusal(host)).toMatchObject({ kind: 'unreachable' });
    await server.start();
    expect(await output(await connecting().to(host), 'hostname')).toMatchObject({
      stdout: 'web01\n',
    });
  });
});
