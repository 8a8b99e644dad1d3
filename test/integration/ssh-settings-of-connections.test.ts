import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, existsSync, readFileSync } from 'node:fs';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { SshConfigs } from '../../src/ssh-config/ssh-configs.ts';
import { createAutoTransport } from '../../src/transport/auto-transport.ts';
import type { Connection } from '../../src/transport/channel.ts';
import { createOpensshTransport } from '../../src/transport/openssh/transport.ts';
import { Routes } from '../../src/transport/routes.ts';
import { createSsh2Transport } from '../../src/transport/ssh2-transport.ts';
import { CaseHost } from '../support/case-host.ts';
import { agent, place, says, why } from '../support/configured-host.ts';
import { sshKey } from '../support/key-files.ts';
import { sshdMissing } from '../support/sshd.ts';

const missing = sshdMissing() ?? (existsSync('/usr/bin/ssh') ? undefined : 'there is no ssh');

vi.stubEnv('SSH_AUTH_SOCK', undefined);

const auto = (config: string) =>
  createAutoTransport(createSsh2Transport(), createOpensshTransport({ config }));

/** The transport's own words where it has gone by ssh, else nothing. */
const bySsh = (notices: readonly string[]): string =>
  notices.find((text) => text.startsWith('reached by ssh itself')) ?? '';

const keyExchanges = (log: string): number => log.match(/SSH2_MSG_NEWKEYS received/g)?.length ?? 0;

describe.skipIf(missing)('a host of ssh’s configuration', () => {
  test('is logged in to with the second of two keys', async () => {
    const { sshd, by } = await place();
    const other = sshKey(sshd.folder, 'ed25519');
    expect(await says(await by(`IdentityFile ${other}`), 'echo in')).toBe('in');
  });

  test('is known by the file for all users', async () => {
    const { sshd, by, file } = await place();
    const lines = `UserKnownHostsFile ${file('none', '')}\nGlobalKnownHostsFile /nowhere ${sshd.knownHosts}`;
    expect(await says(await by(lines), 'echo in')).toBe('in');
  });

  test.each([
    [0, 0],
    [1, 1],
    [2, 2],
  ])(
    'is asked for a password as often as NumberOfPasswordPrompts allows: %i',
    async (most, times) => {
      const { sshd, by } = await place({ loginShell: '/bin/bash', password: 'sesame' });
      const host = { password: { kind: 'prompt' } } as const;
      const lines = `PubkeyAuthentication no\nNumberOfPasswordPrompts ${most}`;
      for (const transport of [() => createSsh2Transport(), undefined]) {
        if (!transport && most > 1) continue;
        const config = (file: string) => createOpensshTransport({ config: file });
        const tried = await by(lines, host, {
          answer: () => ['wrong'],
          transport: transport ?? config,
        });
        expect(tried.asked).toHaveLength(times);
        expect(why(tried)).toMatch(/refused/);
        if (times === 0) expect(why(tried)).toContain('NumberOfPasswordPrompts 0');
      }
      const failed = sshd.log().match(/Failed password/g)?.length ?? 0;
      expect(failed).toBe(most === 2 ? 2 : times * 2);
    },
  );

  test('gets a password of the inventory although nobody may be asked', async () => {
    const { by } = await place({ loginShell: '/bin/bash', password: 'sesame' });
    const host = { password: { kind: 'stored' } } as const;
    const lines = 'PubkeyAuthentication no\nNumberOfPasswordPrompts 0';
    for (const transport of [
      () => createSsh2Transport(),
      (config: string) => createOpensshTransport({ config }),
    ]) {
      const tried = await by(lines, host, { answer: () => ['sesame'], transport });
      expect(await says(tried, 'echo in')).toBe('in');
    }
  });

  test('is offered keys of the chosen types only', async () => {
    const { sshd, by } = await place();
    const rsa = sshKey(sshd.folder, 'rsa');
    const socket = await agent(sshd.folder, [rsa]);
    const lines = `IdentityFile ${rsa}\nIdentityAgent ${socket}\nPubkeyAcceptedAlgorithms`;
    expect(await says(await by(`${lines} ssh-ed25519`), 'echo in')).toBe('in');
    expect(sshd.log()).not.toMatch(/Failed publickey/);
    expect(why(await by(`${lines} rsa-sha2-256`))).toContain(
      'PubkeyAcceptedAlgorithms of ssh’s configuration bars ssh-ed25519 keys',
    );
    expect(sshd.log()).toMatch(/Failed publickey .* RSA/);
    copyFileSync(`${rsa}.pub`, `${sshd.identityFile}.pub`);
    for (const agentOrFile of [lines, lines.replace(socket, 'none')]) {
      expect(await says(await by(`${agentOrFile} rsa-sha2-256`), 'echo in')).toBe('in');
    }
  });

  test('is given the time and the tries that are named there', async () => {
    const links: Socket[] = [];
    const silent = createServer((link) => void links.push(link.on('error', () => {}).resume()));
    await once(silent.listen(0, '127.0.0.1'), 'listening');
    onTestFinished(() => void silent.close());
    const { port } = silent.address() as AddressInfo;
    const { file } = await place();
    const lines = `HostName 127.0.0.1\nPort ${port}\nConnectTimeout 1\nConnectionAttempts 2\n`;
    const configs = new SshConfigs({ file: file('ssh_config', lines) });
    const routes = new Routes({
      find: () => undefined,
      configuration: (query) => configs.of(query),
    });
    const host = new CaseHost(
      createSsh2Transport(),
      { name: 's1', address: 's1', port },
      { route: (one) => routes.to(one) },
    );
    onTestFinished(() => host.remote.close());
    host.remote.connect();
    await host.until(() => host.remote.state.kind === 'retrying');
    expect(host.remote.state).toMatchObject({
      failure: { kind: 'timeout', message: expect.stringContaining('is silent') },
    });
    expect(links).toHaveLength(2);
  });

  test('is offered variables of ours', async () => {
    vi.stubEnv('FLEET_SENT', 'ours');
    onTestFinished(() => void vi.stubEnv('FLEET_SENT', undefined));
    const { by } = await place({ config: ['AcceptEnv FLEET_*'] });
    expect(await says(await by('SendEnv FLEET_*'), 'echo $FLEET_SENT')).toBe('ours');
  });

  test('is dialled by the family of addresses that is chosen', async () => {
    const { by } = await place();
    const local = 'HostName localhost\nHostKeyAlias any\nStrictHostKeyChecking no';
    expect(await says(await by(`${local}\nAddressFamily inet`), 'echo in')).toBe('in');
    expect(why(await by(`${local}\nAddressFamily inet6`))).toMatch(
      /^(connection refused|no address)/,
    );
  });

  test('is sent compressed bytes where that is wanted', async () => {
    const { sshd, by } = await place({ config: ['LogLevel DEBUG1'] });
    expect(await says(await by('Compression yes'), 'echo in')).toBe('in');
    expect(sshd.log()).toContain('compression: zlib@openssh.com');
  });

  test.each([
    ['yes', true],
    ['no', false],
  ])('is asked by TCP whether it is there, with TCPKeepAlive %s', async (word, asked) => {
    const { sshd, by } = await place();
    const { connection } = await by(`TCPKeepAlive ${word}`);
    if (connection instanceof Error) throw connection;
    // Packets of the login have a timer of their own, until they are acknowledged.
    await expect.poll(() => timerOf(sshd.port)).toBe(asked ? 'keepalive' : 'none');
  });

  test('gets new keys after so many bytes either way, each byte whole, and is judged once', async () => {
    const { sshd, by, file } = await place({ config: ['LogLevel DEBUG1'] });
    const lines = `RekeyLimit 1M\nStrictHostKeyChecking no\nUserKnownHostsFile ${file('none', '')}\nMACs hmac-sha1\nCiphers aes128-ctr`;
    const tried = await by(lines);
    const there = '8d1f5e9be4cbd0e0bf4d8e6a1a5e8a57';
    const started = keyExchanges(sshd.log());
    expect(await printed(tried.connection as Connection, `yes ${there} | head -c 6000000`)).toBe(
      sum(there, 6_000_000),
    );
    const afterOutput = keyExchanges(sshd.log());
    expect(afterOutput - started).toBeGreaterThanOrEqual(2);
    expect(await sent(tried.connection as Connection, there, 6_000_000)).toBe(
      sum(there, 6_000_000),
    );
    expect(keyExchanges(sshd.log()) - afterOutput).toBeGreaterThanOrEqual(2);
    expect(tried.notices).toHaveLength(2);
  });

  test('gets new keys after so many seconds, also where nothing is sent', async () => {
    const { sshd, by } = await place({ config: ['LogLevel DEBUG1'] });
    const tried = await by('RekeyLimit default 1s');
    await expect.poll(() => keyExchanges(sshd.log()), { timeout: 20_000 }).toBeGreaterThan(2);
    expect(await says(tried, 'echo in')).toBe('in');
  });

  test.each([
    ['CheckHostIP yes', 'CheckHostIP'],
    ['VerifyHostKeyDNS ask', 'VerifyHostKeyDNS'],
    ['KnownHostsCommand /bin/true', 'KnownHostsCommand'],
    ['PubkeyAcceptedAlgorithms rsa-sha2-512,ssh-ed25519', 'PubkeyAcceptedAlgorithms rsa-sha2-512'],
  ])(
    'is reached by ssh itself for %s; ssh2 says that it does not look at it',
    async (line, name) => {
      const { by } = await place();
      const tried = await by(line, {}, { transport: auto });
      expect(await says(tried, 'echo in')).toBe('in');
      expect(bySsh(tried.notices)).toBe(`reached by ssh itself (transport openssh): ${name}`);
      const { notices } = await by(line);
      expect(notices).toEqual([
        `not looked at by ssh2: ${name} – transport: openssh does, by ssh itself`,
      ]);
    },
  );

  test('gets the other agent that is to be forwarded, and never our own in its place', async () => {
    const { sshd, by } = await place();
    const other = sshKey(sshd.folder, 'ed25519');
    const socket = await agent(sshd.folder, [other]);
    const lines = `ForwardAgent ${socket}\nIdentityAgent none`;
    const tried = await by(lines, {}, { transport: auto });
    const [, key] = execFileSync('ssh-keygen', ['-y', '-f', other]).toString().split(' ');
    expect(await says(tried, 'ssh-add -L')).toContain(key);
    vi.stubEnv('SSH_AUTH_SOCK', socket);
    onTestFinished(() => void vi.stubEnv('SSH_AUTH_SOCK', undefined));
    expect(await says(await by(`ForwardAgent ${socket}`), 'ssh-add -L 2>&1')).toContain(
      'Could not open',
    );
  });
});

/** What the kernel waits for on our end of the connection to that port (proc_net_tcp.rst). */
function timerOf(port: number): string | undefined {
  const hex = port.toString(16).toUpperCase().padStart(4, '0');
  const rows = readFileSync('/proc/net/tcp', 'utf8')
    .split('\n')
    .map((row) => row.trim().split(/\s+/));
  const [row] = rows.filter(([, , to, state]) => to?.endsWith(`:${hex}`) && state === '01');
  const timer = row?.[5]?.split(':')[0];
  return { '00': 'none', '01': 'retransmit', '02': 'keepalive' }[timer ?? ''];
}

function sum(line: string, bytes: number): string {
  const input = `${line}\n`.repeat(Math.ceil(bytes / (line.length + 1))).slice(0, bytes);
  return execFileSync('cksum', { input }).toString().trim();
}

async function printed(connection: Connection, command: string): Promise<string> {
  const channel = await connection.exec(command);
  const chunks: Uint8Array[] = [];
  channel.onOutput((stream, bytes) => {
    if (stream === 'stdout') chunks.push(bytes);
  });
  await new Promise<void>((resolve) => channel.onClose(resolve));
  return execFileSync('cksum', { input: Buffer.concat(chunks) })
    .toString()
    .trim();
}

async function sent(connection: Connection, line: string, count: number): Promise<string> {
  const channel = await connection.exec('cksum');
  let said = '';
  channel.onOutput((stream, bytes) => {
    if (stream === 'stdout') said += Buffer.from(bytes).toString();
  });
  const closed = new Promise<void>((resolve) => channel.onClose(resolve));
  const input = Buffer.from(
    `${line}\n`.repeat(Math.ceil(count / (line.length + 1))).slice(0, count),
  );
  for (let at = 0; at < input.length; at += 30_000) {
    if (!channel.write(input.subarray(at, at + 30_000))) {
      await new Promise<void>((resolve) => channel.onDrain(resolve));
    }
  }
  channel.end();
  await closed;
  return said.trim();
}
