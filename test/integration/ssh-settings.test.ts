import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { createOpensshTransport } from '../../src/transport/openssh/transport.ts';
import { createSsh2Transport } from '../../src/transport/ssh2-transport.ts';
import { agent, type Place, place, says, why } from '../support/configured-host.ts';
import { processes, until } from '../support/processes.ts';
import { sshdMissing } from '../support/sshd.ts';

const missing = sshdMissing() ?? (existsSync('/usr/bin/ssh') ? undefined : 'there is no ssh');

vi.stubEnv('SSH_AUTH_SOCK', undefined);

function keys(folder: string, count: number): string[] {
  return Array.from({ length: count }, (_, i) => {
    const file = path.join(folder, `other${i}`);
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', file]);
    return file;
  });
}

describe.skipIf(missing)('a host of ssh’s configuration', () => {
  test('is logged in to with the key that is named there', async () => {
    expect(await says(await (await place()).by(''), 'echo in')).toBe('in');
  });

  test('is shown one key of an agent with 12, its own, where it counts each (F18)', async () => {
    const { sshd, by, file } = await place({ config: ['MaxAuthTries 3'] });
    const socket = await agent(sshd.folder, [...keys(sshd.folder, 11), sshd.identityFile]);
    const own = file('own', readFileSync(sshd.identityFile, 'utf8'));
    writeFileSync(`${own}.pub`, readFileSync(`${sshd.identityFile}.pub`, 'utf8'));
    const lines = `IdentityAgent ${socket}\nIdentitiesOnly yes\nIdentityFile ${own}`;
    expect(await says(await by(lines), 'echo in')).toBe('in');
    expect(sshd.log()).not.toMatch(/Failed publickey/);
  });

  test('is not asked by an agent where there is to be none', async () => {
    const { sshd, by } = await place();
    const socket = await agent(sshd.folder, [sshd.identityFile]);
    vi.stubEnv('SSH_AUTH_SOCK', socket);
    onTestFinished(() => void vi.stubEnv('SSH_AUTH_SOCK', undefined));
    const lost = { identityFiles: ['/nowhere/key'] };
    expect(why(await by('IdentityAgent none', lost))).toContain('/nowhere/key does not exist');
  });

  test('is known by its alias', async () => {
    const { sshd, by, file } = await place();
    const [, ...key] = readFileSync(sshd.knownHosts, 'utf8').split(' ');
    const known = file('aliases', `fleet ${key.join(' ')}`);
    const lines = `HostKeyAlias fleet\nUserKnownHostsFile ${known}`;
    expect(await says(await by(lines), 'echo in')).toBe('in');
    expect(why(await by(lines.replace('Alias fleet', 'Alias other')))).toMatch(/unknown.*other/s);
  });

  test.each([
    [
      'the key',
      (place: Place) =>
        place.file('revoked', readFileSync(path.join(place.sshd.folder, 'host_key.pub'), 'utf8')),
      /is revoked by/,
    ],
    [
      'every key, where it cannot be read',
      () => '/nowhere/revoked',
      /cannot be read, which revokes/,
    ],
    ['in a KRL', krl, /is a KRL, which ssh2 cannot read – set transport: openssh/],
  ])('is refused where RevokedHostKeys has %s', async (_, revoked, message) => {
    const here = await place();
    expect(why(await here.by(`RevokedHostKeys ${revoked(here)}`))).toMatch(message);
    expect(here.sshd.log()).not.toMatch(/Accepted/);
  });

  test('is recorded with accept-new, its name hashed where that is wanted', async () => {
    const { by, file, sshd } = await place();
    const known = file('new', '');
    const lines = `UserKnownHostsFile ${known}\nStrictHostKeyChecking accept-new\nHashKnownHosts yes`;
    expect(await says(await by(lines), 'echo in')).toBe('in');
    expect(readFileSync(known, 'utf8')).toMatch(/^\|1\|/);
    expect(await says(await by(lines.replace('accept-new', 'yes')), 'echo in')).toBe('in');
    const name = `[127.0.0.1]:${sshd.port}`;
    expect(execFileSync('ssh-keygen', ['-F', name, '-f', known]).toString()).toContain('found');
  });

  test('whose key is unknown is offered for trust only where it may be asked for', async () => {
    const { by, file } = await place();
    const lines = `UserKnownHostsFile ${file('none', '')}`;
    const offered = async (more: string) => {
      const { connection } = await by(`${lines}\n${more}`);
      return (connection as unknown as { failure: { unknownKey?: unknown } }).failure.unknownKey;
    };
    expect(await offered('StrictHostKeyChecking ask')).toBeDefined();
    expect(await offered('StrictHostKeyChecking yes')).toBeUndefined();
    expect(await offered('BatchMode yes')).toBeUndefined();
  });

  test('is let in unseen with StrictHostKeyChecking no, which is told', async () => {
    const { by, file } = await place();
    const lines = `UserKnownHostsFile ${file('none', '')}\nStrictHostKeyChecking no`;
    const tried = await by(lines);
    expect(await says(tried, 'echo in')).toBe('in');
    expect(tried.notices.join()).toContain('host key not checked');
  });

  test('gets the password first where that is preferred, and nobody is asked in BatchMode', async () => {
    const { sshd, by } = await place({ loginShell: '/bin/bash', password: 'sesame' });
    const host = { password: { kind: 'prompt' } } as const;
    const answer = () => ['sesame'];
    const tried = await by('PreferredAuthentications password,publickey', host, { answer });
    expect(await says(tried, 'echo in')).toBe('in');
    expect(sshd.log()).toContain('Accepted password');
    const batch = await by('PubkeyAuthentication no\nBatchMode yes', host, { answer });
    expect(why(batch)).toContain('BatchMode');
    expect(batch.asked).toEqual([]);
  });

  test('is offered variables', async () => {
    const { by } = await place({ config: ['AcceptEnv FLEET_*'] });
    expect(await says(await by('SetEnv FLEET_ROLE=web'), 'echo $FLEET_ROLE')).toBe('web');
  });

  test('may use the agent only where it is forwarded', async () => {
    const { sshd, by } = await place();
    const socket = await agent(sshd.folder, [sshd.identityFile]);
    const lines = `IdentityAgent ${socket}`;
    const asked = 'ssh-add -l 2>&1';
    expect(await says(await by(lines), asked)).toContain('Could not open');
    expect(await says(await by(`${lines}\nForwardAgent yes`), asked)).toContain('ED25519');
  });

  test('is dialled from the address that is named', async () => {
    const tried = await (await place()).by('BindAddress 127.0.0.9');
    expect(await says(tried, 'echo $SSH_CONNECTION')).toMatch(/^127\.0\.0\.9 /);
  });

  test('uses the algorithms that are chosen; weak ones are told', async () => {
    const { sshd, by } = await place({ config: ['MACs hmac-sha1', 'Ciphers aes128-ctr'] });
    expect(why(await by(''))).toMatch(/no matching/);
    const tried = await by('MACs hmac-sha1\nCiphers aes128-ctr');
    expect(await says(tried, 'echo in')).toBe('in');
    expect(tried.notices).toEqual(['weak algorithms in use: hmac-sha1']);
    const none = await by('KexAlgorithms sntrup761x25519-sha512@openssh.com');
    expect(why(none)).toMatch(/ssh2 has none of the KexAlgorithms .* transport: openssh/);
    expect(sshd.port).toBeGreaterThan(0);
  });

  test('is lost after the silence that is allowed there', async () => {
    const { sshd, by } = await place();
    const { connection } = await by('ServerAliveInterval 1\nServerAliveCountMax 1');
    if (connection instanceof Error) throw connection;
    const lost = new Promise<string>((resolve) =>
      connection.onLost(({ message }) => resolve(message)),
    );
    const [session] = sshd.connections();
    process.kill(session ?? 0, 'SIGSTOP');
    onTestFinished(() => void process.kill(session ?? 0, 'SIGCONT'));
    expect(await lost).toBe('no sign of life for 2 s');
  });

  test('behind a program that fails says what that said', async () => {
    const { by } = await place();
    const tried = await by('ProxyCommand sh -c "echo no way to %h >&2; exit 3"');
    expect(why(tried)).toBe(
      'the ProxyCommand has ended: no way to 127.0.0.1 – try it by hand: sh -c "echo no way to 127.0.0.1 >&2; exit 3"',
    );
  });

  test.each([
    ['ssh2', () => createSsh2Transport()],
    ['ssh itself', (config: string) => createOpensshTransport({ config })],
  ])('behind a program that is silent blames that, not the address: %s', async (_, transport) => {
    const { by, sshd, file } = await place();
    const limit = new AbortController();
    const started = file('started');
    const silent = `sleep 3617.${process.pid}`;
    const tried = by(
      `ProxyCommand sh -c "echo >${started}; exec ${silent}"`,
      {},
      {
        signal: limit.signal,
        transport,
      },
    );
    await vi.waitUntil(() => existsSync(started));
    limit.abort();
    expect(why(await tried)).toMatch(
      new RegExp(
        `^the ProxyCommand is silent, nothing has come from 127.0.0.1:${sshd.port} – try it`,
      ),
    );
    await until('its end', () => processes().every(({ argv }) => argv !== silent));
  });
});

function krl({ sshd, file }: Place): string {
  const list = file('krl');
  execFileSync('ssh-keygen', ['-q', '-k', '-f', list, path.join(sshd.folder, 'user_key.pub')]);
  return list;
}
