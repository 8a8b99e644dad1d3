import { spawnSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { embeddedFleet } from '../support/embedded-fleet.ts';
import { inventoryOf } from '../support/inventory-file.ts';
import { root, Sandbox } from '../support/sandbox.ts';
import { run } from '../support/without-screen.ts';

/** A port of loopback that nobody listens on. */
function closedPort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}

const hostname = (file: string, sandbox: Sandbox, target = '@all', ...more: string[]) =>
  run('tutti', ['run', target, '--inventory', file, ...more, '--', 'hostname'], { sandbox });

describe.skipIf(process.platform !== 'linux')('an argument that is no UTF-8', () => {
  it('is refused: Node has put something else in its place', () => {
    const program = path.join(root, 'bin', 'tutti.js');
    const line = `exec "$0" "$1" run @all --demo 1 -- "$(printf 'echo \\377')"`;
    const { status, stderr } = spawnSync('sh', ['-c', line, process.execPath, program]);
    expect([status, String(stderr)]).toEqual([2, expect.stringContaining('is not UTF-8')]);
  });
});

describe('a mistake of the operator', () => {
  it.each([
    [['run', '@nosuch', '--demo', '2', '--', 'id'], 'no host or group `nosuch`'],
    [['run', '@wbe01', '--demo', '2', '--', 'id'], 'did you mean web01'],
    [['run', '@all', '--gahter', '--', 'id'], 'did you mean --gather?'],
    [['run', '@all', '--timeout', 'soon', '--', 'id'], '--timeout takes seconds, not `soon`'],
  ])('in %j ends with status 2 and what to write', async (args, refusal) => {
    const { status, out, err } = await run('tutti', args);
    expect([status, out]).toEqual([2, '']);
    expect(err).toContain(refusal);
  });
});

describe('an inventory', () => {
  it('that is wrong ends with status 3, its place, and what to write', async () => {
    const sandbox = new Sandbox();
    const file = sandbox.write('bad.yaml', 'version: 1\nhosts:\n  web01: { prot: 22 }\n');
    expect(await hostname(file, sandbox)).toEqual({
      status: 3,
      out: '',
      err: `${file}:3:12: unknown key \`prot\` – did you mean port?\n`,
    });
  });

  it('that is missing ends with status 3', async () => {
    const { status, err } = await hostname('nosuch.yaml', new Sandbox());
    expect(status).toBe(3);
    expect(err).toContain('nosuch.yaml');
    expect(err).toContain('there is no such file');
  });

  it('that is nowhere ends with status 3 and offers the demo', async () => {
    const { status, err } = await run('tutti', ['run', '@all', '--', 'id']);
    expect(status).toBe(3);
    expect(err).toContain('tutti --demo');
  });
});

describe('a host that cannot be reached', () => {
  it('is named, and the others answer: status 5', async () => {
    const fleet = await embeddedFleet({ count: 2 });
    const sandbox = new Sandbox();
    const down = { address: '127.0.0.1', port: await closedPort() };
    const file = inventoryOf(fleet, sandbox, {}, { down01: down });
    const { status, out, err } = await hostname(file, sandbox);
    expect(status).toBe(5);
    expect(out.split('\n').sort()).toEqual(['', 'web01: web01', 'web02: web02']);
    expect(err).toMatch(/down01: not reached: connection refused by 127\.0\.0\.1:\d+/);
    expect(err).toContain('3 hosts: 2 ok, 1 not reached (down01: unreachable)');
  });

  it('alone means that nothing ran: status 4', async () => {
    const fleet = await embeddedFleet({ count: 1 });
    const sandbox = new Sandbox();
    const down = { address: '127.0.0.1', port: await closedPort() };
    const file = inventoryOf(fleet, sandbox, {}, { down01: down });
    const { status, out, err } = await hostname(file, sandbox, 'down01', '--jsonl');
    expect([status, err]).toEqual([4, '']);
    const [, outcome, end] = out.split('\n').map((line) => JSON.parse(line || '{}'));
    expect(outcome).toMatchObject({ host: 'down01', kind: 'not-started', reason: 'unreachable' });
    expect(end).toMatchObject({ ok: [], failed: [], lost: [], notReached: ['down01'] });
  });
});

describe('a host key', () => {
  it('that nobody vouched for is refused: status 6', async () => {
    const fleet = await embeddedFleet({ count: 1 });
    const sandbox = new Sandbox();
    const file = inventoryOf(fleet, sandbox, { known_hosts: sandbox.write('empty', '') });
    const { status, out, err } = await hostname(file, sandbox);
    expect([status, out]).toEqual([6, '']);
    expect(err).toMatch(/web01: not reached: host key unknown/);
  });

  it('other than the known one is refused with the line that says so: status 6', async () => {
    const [one, other] = [await embeddedFleet({ count: 1 }), await embeddedFleet({ count: 1 })];
    const [host] = one.hosts;
    const sandbox = new Sandbox();
    const key = (await readFile(other.knownHosts, 'utf8')).replace(
      /^\S+/,
      `[127.0.0.1]:${host?.port}`,
    );
    const known = sandbox.write('known', key);
    const file = inventoryOf(one, sandbox, { known_hosts: known, host_key_check: 'accept-new' });
    const { status, err } = await hostname(file, sandbox);
    expect(status).toBe(6);
    expect(err).toMatch(/changed/);
    expect(err).toContain(known);
  });

  it('that is new is taken once by accept-new, and known from then on', async () => {
    const fleet = await embeddedFleet({ count: 1 });
    const sandbox = new Sandbox();
    const known = sandbox.write('known', '');
    const first = inventoryOf(fleet, sandbox, { known_hosts: known, host_key_check: 'accept-new' });
    expect(await hostname(first, sandbox)).toMatchObject({ status: 0, out: 'web01: web01\n' });
    const second = inventoryOf(fleet, sandbox, { known_hosts: known, host_key_check: 'yes' });
    expect(await hostname(second, sandbox)).toMatchObject({ status: 0, out: 'web01: web01\n' });
  });
});

describe('a login', () => {
  it('with the wrong password costs one attempt and ends with status 7', async () => {
    const access = { password: 'right', ways: [['password' as const]] };
    const fleet = await embeddedFleet({ count: 1, access });
    const sandbox = new Sandbox();
    const file = inventoryOf(fleet, sandbox, { identity_file: undefined, password: 'wrong' });
    const { status, out, err } = await hostname(file, sandbox);
    expect([status, out]).toEqual([7, '']);
    expect(err).toMatch(/web01: not reached: login as demo refused/);
    expect(err).not.toContain('wrong');
    expect(fleet.servers.get('web01')?.refusals).toBe(1);
  });

  it('with the inventory’s password works', async () => {
    const access = { password: 'right', ways: [['password' as const]] };
    const fleet = await embeddedFleet({ count: 2, access });
    const sandbox = new Sandbox();
    const file = inventoryOf(fleet, sandbox, { identity_file: undefined, password: 'right' });
    expect(await hostname(file, sandbox)).toMatchObject({ status: 0 });
  });
});
