import { execFileSync, spawn } from 'node:child_process';
import { copyFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import type { Host } from '../../src/domain/host.ts';
import { dial } from '../../src/remote-host/dial.ts';
import { ChannelRefused, ConnectError } from '../../src/transport/channel.ts';
import { HandshakeLimit } from '../../src/transport/handshake-limit.ts';
import { createSsh2Transport } from '../../src/transport/ssh2-transport.ts';
import { plainHost } from '../support/case-host.ts';
import { connecting, output } from '../support/connecting.ts';
import { plainRoutes } from '../support/routes.ts';
import { Sshd, type SshdOptions, sshdMissing } from '../support/sshd.ts';

const missing = sshdMissing();
if (missing !== undefined) process.stderr.write(`skipped, no real sshd: ${missing}\n`);

vi.stubEnv('SSH_AUTH_SOCK', undefined);

async function started(options: SshdOptions = {}): Promise<{ sshd: Sshd; host: Host }> {
  const sshd = await Sshd.start(options);
  onTestFinished(() => sshd.stop());
  return { sshd, host: hostOf(sshd) };
}

const hostOf = (sshd: Sshd): Host => ({ ...plainHost, ...sshd.host });

/** As the process that asks for passphrases hands it to a worker. */
function opened(file: string): string {
  const copy = `${file}-open`;
  copyFileSync(file, copy);
  execFileSync('ssh-keygen', ['-q', '-p', '-P', 'pass phrase', '-N', '', '-f', copy]);
  return readFileSync(copy, 'utf8');
}

/** With keys of these types, in `folder`; the sshd knows the last one. */
function makeKey(file: string, ...options: string[]): string {
  execFileSync('ssh-keygen', ['-q', ...options, '-f', file]);
  return file;
}

describe.skipIf(missing !== undefined)('with OpenSSH', () => {
  let sshd: Sshd;
  beforeAll(async () => {
    sshd = await Sshd.start();
  });
  afterAll(() => sshd?.stop());

  test('commands run, both outputs apart, with code or signal', async () => {
    const connection = await connecting().to(hostOf(sshd));
    expect(await output(connection, 'echo out; echo err >&2; exit 3')).toEqual({
      stdout: 'out\n',
      stderr: 'err\n',
      exit: { code: 3, signal: null },
    });
    expect((await output(connection, 'kill -KILL $$')).exit).toEqual({
      code: null,
      signal: 'KILL',
    });
  });

  test.each([
    ['ed25519, encrypted', ['-t', 'ed25519', '-N', 'pass phrase', '-a', '4']],
    ['rsa', ['-t', 'rsa', '-b', '2048', '-N', '']],
    ['ecdsa', ['-t', 'ecdsa', '-N', '']],
    ['rsa as PEM', ['-t', 'rsa', '-b', '2048', '-m', 'PEM', '-N', '']],
    ['rsa as PEM, encrypted', ['-t', 'rsa', '-b', '2048', '-m', 'PEM', '-N', 'pass phrase']],
  ])('a key logs in: %s', async (title, options) => {
    const file = makeKey(path.join(sshd.folder, title.replaceAll(/\W/g, '-')), ...options);
    const allowed = path.join(sshd.folder, 'user_key.pub');
    writeFileSync(allowed, readFileSync(allowed, 'utf8') + readFileSync(`${file}.pub`, 'utf8'));
    const operator = connecting({ answer: () => [opened(file)] });
    await operator.to({ ...hostOf(sshd), identityFiles: [file] });
    expect(operator.asked).toHaveLength(title.includes('encrypted') ? 1 : 0);
  });

  test('a flood on both outputs arrives whole, paused half-way', async () => {
    const size = 30_000_000;
    const connection = await connecting().to(hostOf(sshd));
    const channel = await connection.exec(
      `head -c ${size} /dev/zero >&2 & head -c ${size} /dev/zero; wait`,
    );
    const read = { stdout: 0, stderr: 0 };
    const closed = new Promise<void>((resolve) => channel.onClose(resolve));
    let rested = false;
    channel.onOutput((stream, bytes) => {
      read[stream] += bytes.length;
      if (rested || read.stdout < 1_000_000) return;
      rested = true;
      channel.pause();
      void output(connection, 'true').then(() => channel.resume());
    });
    await closed;
    expect(rested).toBe(true);
    expect(read).toEqual({ stdout: size, stderr: size });
  });
});

describe.skipIf(missing !== undefined)('an OpenSSH that', () => {
  test('has one session for a connection refuses the second, and goes on', async () => {
    const { host } = await started({ config: ['MaxSessions 1'] });
    const connection = await connecting().to(host);
    const first = await connection.exec('cat');
    await expect(connection.exec('true')).rejects.toBeInstanceOf(ChannelRefused);
    const closed = new Promise<void>((resolve) => first.onClose(resolve));
    first.onOutput(() => {});
    first.end();
    await closed;
    // It counts a session until it has heard that we know of its end.
    const answered = () => output(connection, 'echo on').catch(() => undefined);
    expect(await vi.waitUntil(answered)).toMatchObject({ stdout: 'on\n' });
  });

  test.each([
    [40, 'MaxStartups 2', { perAddress: 8, first: 50, most: 400, tries: 40 }],
    // F1: as the product dials, and with no limit of ours but the retries.
    [200, 'MaxStartups 10:30:100', { perAddress: 8, first: 500, most: 8000, tries: 6 }],
    [200, 'MaxStartups 10:30:100', { perAddress: 200, first: 500, most: 8000, tries: 12 }],
  ])('drops handshakes takes all of %i hosts in the end: %s, %o', async (count, config, how) => {
    const { host, sshd } = await started({ config: [config], log: true });
    const { perAddress, ...retry } = how;
    const limit = new HandshakeLimit({ total: 200, perAddress });
    const listener = {
      state() {},
      late() {},
      notice() {},
      ask: async () => null,
      judged() {},
      remember() {},
    };
    const context = { limit, route: plainRoutes(), retry };
    const transport = createSsh2Transport();
    const never = new AbortController().signal;
    const route = await context.route(host);
    const all = await Promise.all(
      Array.from({ length: count }, () => dial(route, transport, listener, context, never)),
    );
    for (const connection of all) connection.close();
    expect(all).toHaveLength(count);
    // Eight at once are below a limit of ten, but a busy server still counts logins that have ended.
    const belowItsLimit = perAddress === 8 && count === 200;
    const dropped = sshd.log().match(/past MaxStartups/g)?.length ?? 0;
    expect(dropped).toBeGreaterThanOrEqual(belowItsLimit ? 0 : 1);
  });

  test('ends a login after too many keys says so', async () => {
    const { sshd, host } = await started({ config: ['MaxAuthTries 2'] });
    const wrong = [1, 2, 3].map((i) =>
      makeKey(path.join(sshd.folder, `wrong${i}`), '-t', 'ed25519', '-N', ''),
    );
    const refusal = await connecting().refusal({ ...host, identityFiles: wrong });
    expect(refusal).toMatchObject({ kind: 'auth', retry: false });
    expect(refusal.message).toMatch(/too many keys were refused/);
  });

  test('wants a key of ssh-agent finds it among many', async () => {
    const { sshd, host } = await started({ config: ['MaxAuthTries 2'] });
    const others = [1, 2, 3, 4].map((i) =>
      makeKey(path.join(sshd.folder, `other${i}`), '-t', 'ed25519', '-N', ''),
    );
    const socket = path.join(sshd.folder, 'agent');
    const agent = spawn('ssh-agent', ['-D', '-a', socket], { stdio: 'ignore' });
    onTestFinished(() => void agent.kill());
    await vi.waitUntil(() => existsSync(socket), { timeout: 5000 });
    execFileSync('ssh-add', ['-q', ...others, sshd.identityFile], {
      env: { ...process.env, SSH_AUTH_SOCK: socket },
      stdio: 'ignore',
    });
    vi.stubEnv('SSH_AUTH_SOCK', socket);
    onTestFinished(() => void vi.stubEnv('SSH_AUTH_SOCK', undefined));
    await connecting().to(host);
  });

  test('takes a password lets the right one in, and asks three times for a wrong one', async () => {
    const { sshd, host } = await started({
      loginShell: '/bin/bash',
      config: ['Match all', 'PasswordAuthentication yes'],
    });
    const byPassword: Host = { ...host, identityFiles: [], password: { kind: 'prompt' } };
    execFileSync('chpasswd', [], { input: `${sshd.user}:correct horse\n` });
    const operator = connecting({ answer: () => ['correct horse'] });
    expect(await output(await operator.to(byPassword), 'id -un')).toMatchObject({
      stdout: `${sshd.user}\n`,
    });
    const mistaken = connecting({ answer: () => ['wrong'] });
    expect(await mistaken.refusal(byPassword)).toMatchObject({ kind: 'auth', retry: false });
    expect(mistaken.asked).toHaveLength(3);
  });

  test('has a key of another type too is known by the one that is recorded', async () => {
    const { sshd, host } = await started();
    const rsa = makeKey(
      path.join(sshd.folder, 'rsa_host_key'),
      '-t',
      'rsa',
      '-b',
      '2048',
      '-N',
      '',
    );
    const both = await started({ config: [`HostKey ${rsa}`] });
    const line = readFileSync(`${rsa}.pub`, 'utf8').split(' ').slice(0, 2).join(' ');
    writeFileSync(both.sshd.knownHosts, `[127.0.0.1]:${both.sshd.port} ${line}\n`);
    await connecting().to(both.host);
    await connecting().to(host);
  });

  test('shows a key of a type that is not recorded is refused, as ssh refuses it', async () => {
    const { sshd, host } = await started();
    const rsa = makeKey(
      path.join(sshd.folder, 'rsa_host_key'),
      '-t',
      'rsa',
      '-b',
      '2048',
      '-N',
      '',
    );
    const line = readFileSync(`${rsa}.pub`, 'utf8').split(' ').slice(0, 2).join(' ');
    writeFileSync(sshd.knownHosts, `[127.0.0.1]:${sshd.port} ${line}\n`);
    const refusal = await connecting().refusal({ ...host, hostKeyCheck: 'accept-new' });
    expect(refusal).toMatchObject({ kind: 'host-key', retry: false });
    expect(refusal.message).toMatch(/^host key changed/);
    const { stderr } = ssh(sshd, 'StrictHostKeyChecking=accept-new');
    expect(stderr).toContain('REMOTE HOST IDENTIFICATION HAS CHANGED');
  });

  test('is behind another is reached through it, and lost with it', async () => {
    const jump = await started();
    const { host } = await started();
    const operator = connecting({ jumps: [{ ...jump.host, name: 'bastion' }] });
    const connection = await operator.to({ ...host, jump: ['bastion'] });
    expect(await output(connection, 'echo on')).toMatchObject({ stdout: 'on\n' });
    const lost = new Promise((resolve) => connection.onLost(resolve));
    for (const pid of jump.sshd.connections()) process.kill(pid, 'SIGKILL');
    expect(await lost).toMatchObject({ kind: 'unreachable' });
  });

  test('is killed is told as lost, without an exit of its programs', async () => {
    const { sshd, host } = await started();
    const connection = await connecting().to(host);
    const channel = await connection.exec('sleep 30');
    let exits = 0;
    channel.onExit(() => {
      exits += 1;
    });
    channel.onOutput(() => {});
    const closed = new Promise<void>((resolve) => channel.onClose(resolve));
    const lost = new Promise((resolve) => connection.onLost(resolve));
    for (const pid of sshd.connections()) process.kill(pid, 'SIGKILL');
    await lost;
    await closed;
    expect(exits).toBe(0);
    await expect(connection.exec('true')).rejects.toBeInstanceOf(ConnectError);
  });

  test('is stopped by a signal is suspect, then lost', async () => {
    const { sshd, host } = await started();
    const quick = { keepalive: 20, every: 10, suspectAfter: 200, lostAfter: 600 };
    const connection = await connecting({}, createSsh2Transport(quick)).to(host);
    const told: string[] = [];
    const lost = new Promise<void>((resolve) =>
      connection.onLost(({ message }) => {
        told.push(message);
        resolve();
      }),
    );
    connection.onSuspect((quiet) => told.push(quiet ? 'suspect' : 'well'));
    for (const pid of sshd.connections()) process.kill(pid, 'SIGSTOP');
    await lost;
    expect(told).toEqual(['suspect', 'no sign of life for 1 s']);
  });
});

function ssh(sshd: Sshd, option: string): { stderr: string } {
  try {
    execFileSync(
      'ssh',
      [
        ...['-F', 'none', '-o', 'BatchMode=yes', '-o', option, '-p', String(sshd.port)],
        ...['-o', `UserKnownHostsFile=${sshd.knownHosts}`, '-o', 'GlobalKnownHostsFile=none'],
        ...['-i', sshd.identityFile, 'root@127.0.0.1', 'true'],
      ],
      { stdio: 'pipe' },
    );
    return { stderr: '' };
  } catch (error) {
    return { stderr: String((error as { stderr: Buffer }).stderr) };
  }
}
