import { execFile, execFileSync } from 'node:child_process';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { drawKeys } from '../../src/demo/demo-keys.ts';
import type { HostKeyCheck as Check } from '../../src/domain/host.ts';
import { SessionKeys } from '../../src/host-keys/session-keys.ts';
import { createOpensshTransport } from '../../src/transport/openssh/transport.ts';
import { createSsh2Transport } from '../../src/transport/ssh2-transport.ts';
import { connecting, output } from '../support/connecting.ts';
import { embeddedFleet, embeddedHost, hostOf } from '../support/embedded-fleet.ts';
import { relay } from '../support/relay.ts';

const run = promisify(execFile);
const keygen = existsSync('/usr/bin/ssh-keygen');
const keyscan = existsSync('/usr/bin/ssh-keyscan');

/** One host, and a known_hosts file with `text` in it. */
async function hostKnownBy(text: (line: string) => string, hostKeyCheck: Check = 'yes') {
  const { host, server, fleet } = await embeddedHost({ hostKeyCheck });
  const line = readFileSync(fleet.knownHosts, 'utf8');
  const knownHosts = path.join(fleet.scratch, 'of this test');
  writeFileSync(knownHosts, text(line));
  return { host: { ...host, knownHosts }, server, knownHosts, line, fleet };
}

const otherKey = (line: string): string =>
  `${line.split(' ')[0]} ${drawKeys().public.split(' ').slice(0, 2).join(' ')}\n`;

describe('an unknown host key', () => {
  test.each(['yes', 'ask'] as const)('is refused with host_key_check %s', async (check) => {
    const { host, server } = await hostKnownBy(() => '', check);
    expect(await connecting().refusal(host)).toMatchObject({ kind: 'host-key', retry: false });
    expect(server.refusals).toBe(0);
  });

  test('is refused where there is no file at all', async () => {
    const { host } = await embeddedHost({ knownHosts: '/nowhere/known_hosts' });
    expect(await connecting().refusal(host)).toMatchObject({ kind: 'host-key' });
  });

  test('is told with its fingerprint and the line that makes it known', async () => {
    const { host, knownHosts, line } = await hostKnownBy(() => '');
    const { message } = await connecting().refusal(host);
    expect(message).toBe(
      `host key unknown (ed25519 ${fingerprintOf(line)}) – compare it with the host's own, then run: ` +
        `ssh-keyscan -t ed25519 -p ${host.port} 127.0.0.1 >> '${knownHosts}'`,
    );
  });

  test.skipIf(!keyscan)('is known after that line was run', async () => {
    const { host } = await hostKnownBy(() => '');
    const { message } = await connecting().refusal(host);
    await run('/bin/sh', ['-c', message.slice(message.indexOf('ssh-keyscan'))]);
    await connecting().to(host);
  });

  test('behind a jump host is known after the line that it says', async () => {
    const fleet = await embeddedFleet({ count: 2 });
    const knownHosts = path.join(fleet.scratch, 'empty');
    writeFileSync(knownHosts, '');
    const jump = hostOf(fleet, 'web01').host;
    const { host } = hostOf(fleet, 'web02', { jump: ['web01'], knownHosts });
    const operator = connecting({ jumps: [jump] });
    const { message } = await operator.refusal(host);
    execFileSync('/bin/sh', ['-c', message.slice(message.indexOf('echo'))]);
    await operator.to(host);
  });

  test('is recorded with accept-new, behind what is there', async () => {
    const { host, knownHosts, line } = await hostKnownBy(() => '# mine, no newline', 'accept-new');
    const operator = connecting();
    await operator.to(host);
    expect(readFileSync(knownHosts, 'utf8')).toBe(`# mine, no newline\n${line}`);
    expect(operator.notices).toEqual([
      `host key recorded in ${knownHosts}: ${fingerprintOf(line)}`,
    ]);
    await operator.to({ ...host, hostKeyCheck: 'yes' });
    expect(operator.notices).toHaveLength(1);
  });

  test('makes the file with accept-new, for its owner only', async () => {
    const { host, fleet } = await hostKnownBy(() => '', 'accept-new');
    const knownHosts = path.join(fleet.scratch, 'new', 'known_hosts');
    await connecting().to({ ...host, knownHosts });
    expect(statSync(knownHosts).mode & 0o777).toBe(0o600);
  });

  test('is refused with accept-new where it cannot be recorded', async () => {
    const { host } = await hostKnownBy(() => '', 'accept-new');
    const refusal = await connecting().refusal({ ...host, knownHosts: '/proc/known_hosts' });
    expect(refusal).toMatchObject({ kind: 'host-key' });
    expect(refusal.message).toMatch(/^host key cannot be recorded: .* writable$/);
  });

  test('is not asked for where nothing would keep it, accepted there with accept-new', async () => {
    const { host } = await hostKnownBy(() => '', 'ask');
    const nowhere = { ...host, knownHosts: '/dev/null' };
    const refusal = await connecting().refusal(nowhere);
    expect(refusal.message).toMatch(/UserKnownHostsFile \/dev\/null keeps none – name a file/);
    expect(refusal).not.toHaveProperty('unknownKey');
    const operator = connecting();
    await operator.to({ ...nowhere, hostKeyCheck: 'accept-new' });
    expect(operator.notices[0]).toMatch(/^host key accepted, \/dev\/null keeps none: SHA256:/);
  });

  test.each(['ask', 'accept-new'] as const)(
    'is never recorded in a file of the system (%s)',
    async (check) => {
      const { host, knownHosts } = await hostKnownBy(() => '', check);
      const { knownHosts: _, ...plain } = host;
      const sshOptions = { UserKnownHostsFile: 'none', GlobalKnownHostsFile: knownHosts };
      const { message } = await connecting().refusal({ ...plain, sshOptions });
      expect(message).toMatch(/UserKnownHostsFile none keeps none – name a file/);
      expect(readFileSync(knownHosts, 'utf8')).toBe('');
    },
  );

  test('is accepted with no, and not recorded', async () => {
    const { host, knownHosts } = await hostKnownBy(() => '', 'no');
    await connecting().to(host);
    expect(readFileSync(knownHosts, 'utf8')).toBe('');
  });

  test('names the transport that can read certificates', async () => {
    const { host } = await hostKnownBy(
      (line) => `@cert-authority * ${line.split(' ').slice(1).join(' ')}`,
    );
    expect((await connecting().refusal(host)).message).toMatch(/authority .*transport: openssh/);
  });
});

describe('a changed host key', () => {
  test.each(['yes', 'ask', 'accept-new', 'no'] as const)(
    'is refused with host_key_check %s before any login, and nothing is recorded',
    async (check) => {
      const { host, server, knownHosts } = await hostKnownBy(otherKey, check);
      const before = readFileSync(knownHosts, 'utf8');
      expect(await connecting().refusal(host)).toMatchObject({ kind: 'host-key', retry: false });
      expect(readFileSync(knownHosts, 'utf8')).toBe(before);
      expect(server.refusals).toBe(0);
    },
  );

  test('is told with both fingerprints, the place and the line that takes it away', async () => {
    const { host, knownHosts, line } = await hostKnownBy((line) => `# one\n${otherKey(line)}`);
    const known = readFileSync(knownHosts, 'utf8').split('\n')[1] ?? '';
    expect((await connecting().refusal(host)).message).toBe(
      `host key changed: ${knownHosts}:2 has ${fingerprintOf(known)}, the host shows ${fingerprintOf(line)}` +
        ` – if this is expected run: ssh-keygen -R '[127.0.0.1]:${host.port}' -f '${knownHosts}'`,
    );
  });

  test.skipIf(!keygen)('is unknown after that line was run', async () => {
    const { host } = await hostKnownBy(otherKey);
    const { message } = await connecting().refusal(host);
    execFileSync('/bin/sh', ['-c', message.slice(message.indexOf('ssh-keygen'))], {
      stdio: 'ignore',
    });
    expect((await connecting().refusal(host)).message).toMatch(/^host key unknown/);
  });

  test('is noticed at a reconnect', async () => {
    const { host, knownHosts, line } = await hostKnownBy((line) => line);
    const first = await connecting().to(host);
    expect(await output(first, 'hostname')).toMatchObject({ stdout: 'web01\n' });
    writeFileSync(knownHosts, otherKey(line));
    expect((await connecting().refusal(host)).message).toMatch(/^host key changed/);
  });
});

const transports = {
  ssh2: (keys: SessionKeys) => createSsh2Transport(undefined, keys),
  openssh: (sessionKeys: SessionKeys) => createOpensshTransport({ config: 'none', sessionKeys }),
};

test.skipIf(!existsSync('/usr/bin/ssh')).each([
  ['no', 'ssh2', 'ssh2'],
  ['no', 'openssh', 'openssh'],
  ['no', 'ssh2', 'openssh'],
  ['no', 'openssh', 'ssh2'],
  ['accept-new', 'ssh2', 'ssh2'],
  ['accept-new', 'openssh', 'openssh'],
] as const)(
  'a key that no file keeps is demanded again in the session: host_key_check %s, by %s and then by %s',
  async (hostKeyCheck, first, then) => {
    const fleet = await embeddedFleet({ count: 2 });
    const [one, other] = ['web01', 'web02'].map((name) => hostOf(fleet, name).host);
    const way = await relay(one?.port ?? 0);
    const host = {
      ...hostOf(fleet, 'web01').host,
      port: way.port,
      hostKeyCheck,
      knownHosts: '/dev/null',
    };
    const keys = new SessionKeys();
    const [by, again] = [first, then].map((name) => connecting({}, transports[name](keys)));
    await by?.to(host);
    await again?.to(host);
    expect([by, again].map((each) => each?.notices.length)).toEqual([1, 1]);
    way.to = other?.port ?? 0;
    const refusal = await again?.refusal(host);
    expect(refusal).toMatchObject({ kind: 'host-key', retry: false });
    expect(refusal?.message).toMatch(
      /^host key changed since tutti was started: it was SHA256:\S+, the host shows SHA256:\S+ – if/,
    );
    await connecting({}, transports[then](new SessionKeys())).to(host);
  },
);

test('a revoked host key is refused with its place', async () => {
  const { host, knownHosts, line } = await hostKnownBy((line) => `${line}@revoked ${line}`, 'no');
  expect((await connecting().refusal(host)).message).toBe(
    `host key ${fingerprintOf(line)} is revoked by ${knownHosts}:2 – the host must get a new one`,
  );
});

/** As ssh-keygen prints it. */
function fingerprintOf(line: string): string {
  const key = line.split(' ').slice(1).join(' ');
  return execFileSync('ssh-keygen', ['-lf', '-'], { input: key }).toString().split(' ')[1] ?? '';
}
