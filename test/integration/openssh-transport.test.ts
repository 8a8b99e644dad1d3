import { spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import type { Host } from '../../src/domain/host.ts';
import type { Channel, Connection } from '../../src/transport/channel.ts';
import { createOpensshTransport } from '../../src/transport/openssh/transport.ts';
import { plainHost } from '../support/case-host.ts';
import { type ConnectingOptions, connecting, output } from '../support/connecting.ts';
import { kill, processes, processesOf, until } from '../support/processes.ts';
import { Sshd, type SshdOptions, sshdMissing } from '../support/sshd.ts';
import { localFolder, transferring } from '../support/transferring.ts';

const missing = sshdMissing();
if (missing !== undefined) process.stderr.write(`skipped, no real sshd: ${missing}\n`);

vi.stubEnv('SSH_AUTH_SOCK', undefined);

const transport = createOpensshTransport({ config: 'none' });
const operator = (options: ConnectingOptions = {}) => connecting(options, transport);

async function started(options: SshdOptions = {}): Promise<{ sshd: Sshd; host: Host }> {
  const sshd = await Sshd.start(options);
  onTestFinished(() => sshd.stop());
  return { sshd, host: hostOf(sshd) };
}

const hostOf = (sshd: Sshd): Host => ({ ...plainHost, ...sshd.host });

const mastersOf = (sshd: Sshd) =>
  processes().filter(({ argv }) => /^ssh .*-M /.test(argv) && argv.includes(`Port=${sshd.port} `));

/** What goes in comes out, counted and hashed. */
async function through(channel: Channel, bytes: Buffer): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  const closed = Promise.withResolvers<void>();
  channel.onOutput((stream, part) => void (stream === 'stdout' && parts.push(part)));
  channel.onClose(closed.resolve);
  for (let at = 0; at < bytes.length; at += 100_000) {
    if (channel.write(bytes.subarray(at, at + 100_000))) continue;
    await new Promise<void>((resolve) => channel.onDrain(resolve));
  }
  channel.end();
  await closed.promise;
  return Buffer.concat(parts);
}

const hash = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

describe.skipIf(missing !== undefined)('by ssh itself', () => {
  let sshd: Sshd;
  let connection: Connection;
  beforeAll(async () => {
    sshd = await Sshd.start({ loginShell: '/bin/bash' });
  });
  afterAll(() => sshd?.stop());

  const connected = async () => {
    connection = await operator().to(hostOf(sshd));
    return connection;
  };

  test.each([
    ['exit 0', { code: 0, signal: null }],
    ['exit 3', { code: 3, signal: null }],
    ['exit 255', { code: 255, signal: null }],
    ['kill -TERM $$', { code: null, signal: 'TERM' }],
    ['kill -KILL $$', { code: null, signal: 'KILL' }],
  ])('a command ends as it ended: %s', async (command, exit) => {
    expect((await output(await connected(), command)).exit).toEqual(exit);
  });

  test('both outputs are apart', async () => {
    const said = await output(await connected(), 'echo out; echo err >&2');
    expect(said).toMatchObject({ stdout: 'out\n', stderr: 'err\n' });
  });

  test('10 MB go there and back byte for byte, beside a flood on stderr', async () => {
    const bytes = randomBytes(10_000_000);
    const channel = await (await connected()).exec('head -c 10000000 /dev/zero >&2 & cat; wait');
    let errors = 0;
    channel.onOutput((stream, part) => {
      if (stream === 'stderr') errors += part.length;
    });
    expect(hash(await through(channel, bytes))).toBe(hash(bytes));
    expect(errors).toBe(10_000_000);
  });

  test('a channel that is paused stops its program, and another goes on', async () => {
    const one = await connected();
    const channel = await one.exec('head -c 30000000 /dev/zero');
    const closed = Promise.withResolvers<void>();
    let bytes = 0;
    channel.onOutput((_, part) => {
      if (bytes === 0) channel.pause();
      bytes += part.length;
    });
    channel.onClose(closed.resolve);
    await until('some output', () => bytes > 0);
    const before = bytes;
    expect(await output(one, 'echo other')).toMatchObject({ stdout: 'other\n' });
    expect(bytes).toBe(before);
    channel.resume();
    await closed.promise;
    expect(bytes).toBe(30_000_000);
  });

  test('a terminal is one, in its size, and hears of a new one', async () => {
    const kind = { term: 'xterm', columns: 80, rows: 24 };
    const channel = await (await connected()).exec(
      'tty; stty size; while [ "$(stty size)" != "30 100" ]; do sleep 0.02; done; stty size; echo $TERM',
      kind,
    );
    let said = '';
    const closed = Promise.withResolvers<void>();
    channel.onClose(closed.resolve);
    channel.onOutput((_, part) => {
      said += Buffer.from(part).toString();
      if (said.includes('24 80')) channel.resize({ columns: 100, rows: 30 });
    });
    await closed.promise;
    expect(said).toMatch(/^\/dev\/pts\/\d+\r\n24 80\r\n30 100\r\nxterm\r\n$/);
  });

  test('a signal reaches a program, and a channel that is closed ends it', async () => {
    const one = await connected();
    const signalled = await one.exec('echo on; exec sleep 3671');
    const exit = new Promise((resolve) => signalled.onExit((_, signal) => resolve(signal)));
    await new Promise<void>((resolve) => signalled.onOutput(() => resolve()));
    signalled.signal('TERM');
    expect(await exit).toBe('TERM');
    const writer = await one.exec(
      'trap "" PIPE; while echo x; do sleep 0.05; done; echo over >closed',
    );
    await new Promise<void>((resolve) => writer.onOutput(() => resolve()));
    writer.close();
    await until('its end', () => existsSync(path.join(sshd.home, 'closed')));
  });

  test('files go there and back by SFTP', async () => {
    const one = await connected();
    const folder = localFolder();
    const content = randomBytes(300_000);
    writeFileSync(path.join(folder, 'there'), content);
    const put = { kind: 'put', sources: [path.join(folder, 'there')], destination: 'f' } as const;
    expect((await transferring({ ...put, options: {} }, one)).facts).toMatchObject({ failed: 0 });
    expect(readFileSync(path.join(sshd.home, 'f')).equals(content)).toBe(true);
    const back = path.join(folder, 'back');
    const get = { kind: 'get', sources: ['f'], destination: back, options: {} } as const;
    expect((await transferring(get, one)).facts).toMatchObject({ failed: 0 });
    const [file = ''] = readdirSync(back, { recursive: true, encoding: 'utf8' }).filter((name) =>
      name.endsWith('f'),
    );
    expect(readFileSync(path.join(back, file)).equals(content)).toBe(true);
  });

  test('20 connections at once, and none is left when they are closed', async () => {
    const all = await Promise.all(Array.from({ length: 20 }, () => operator().to(hostOf(sshd))));
    const said = await Promise.all(all.map((one, i) => output(one, `echo ${i}`)));
    expect(said.map(({ stdout }) => stdout)).toEqual(all.map((_, i) => `${i}\n`));
    for (const one of all) one.close();
    connection.close();
    await until('the end of all masters', () => mastersOf(sshd).length === 0);
  });

  test('a master that is killed is a connection that is lost', async () => {
    const one = await connected();
    const lost = new Promise((resolve) => one.onLost(resolve));
    const channel = await one.exec('echo on; sleep 3672');
    const seen: string[] = [];
    channel.onExit(() => seen.push('exit'));
    const closed = new Promise<void>((resolve) => channel.onClose(resolve));
    await new Promise<void>((resolve) => channel.onOutput(() => resolve()));
    for (const { pid } of mastersOf(sshd)) kill(pid);
    await closed;
    expect(seen).toEqual([]);
    expect(await lost).toEqual({
      kind: 'unreachable',
      message: 'the ssh process was ended by SIGKILL',
    });
    await expect(one.exec('true')).rejects.toMatchObject({ failure: { kind: 'unreachable' } });
  });

  test('a server that goes is a connection that is lost', async () => {
    const one = await connected();
    const lost = new Promise((resolve) => one.onLost(resolve));
    sshd.cut();
    expect(await lost).toMatchObject({ kind: 'unreachable', message: /closed|reset|pipe/ });
  });

  test('a server that is stopped is suspect, then lost', async () => {
    const times = { keepalive: 100, every: 50, suspectAfter: 1000, lostAfter: 3000 };
    const quick = createOpensshTransport({ config: 'none', times });
    const { sshd: stopped, host } = await started();
    const one = await connecting({}, quick).to(host);
    await one.subsystem('sftp');
    const told: string[] = [];
    one.onSuspect((quiet) => told.push(quiet ? 'suspect' : 'well'));
    const lost = new Promise<string>((resolve) => one.onLost(({ message }) => resolve(message)));
    for (const pid of stopped.connections()) process.kill(pid, 'SIGSTOP');
    expect(await lost).toBe('no sign of life for 3 s');
    expect(told.at(-1)).toBe('suspect');
  });

  test('nothing is left when we are killed', async () => {
    const folder = mkdtempSync('/tmp/tutti-run-');
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const script = path.join(import.meta.dirname, '..', 'support', 'openssh-client.ts');
    const env = { ...process.env, XDG_RUNTIME_DIR: folder };
    const args = [script, JSON.stringify(hostOf(sshd)), 'echo up; exec sleep 3673'];
    const client = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'inherit'] });
    await once(client.stdout, 'data');
    expect(processesOf(folder).map(({ argv }) => argv.split(' ')[0])).toContain('ssh');
    expect(readdirSync(folder)).toHaveLength(1);
    client.kill('SIGKILL');
    await until('all of it to be gone', () => processesOf(folder).length === 0);
    expect(readdirSync(folder)).toEqual([]);
  });
});

describe.skipIf(missing !== undefined)('ssh itself logs in', () => {
  test('with a password that is asked for once, and stands nowhere', async () => {
    const secret = 'open sesame 4711';
    const { sshd, host } = await started({ loginShell: '/bin/bash', password: secret });
    const seen: string[] = [];
    let folder = '';
    const person = operator({
      answer: () => {
        const [master] = mastersOf(sshd);
        folder = / -S (\S+)\/control /.exec(master?.argv ?? '')?.[1] ?? '';
        seen.push(JSON.stringify(processes()));
        return [secret];
      },
    });
    const one = await person.to({ ...host, identityFiles: [], password: { kind: 'prompt' } });
    expect(person.asked.map(({ question }) => question)).toEqual([
      { kind: 'password', user: sshd.user },
    ]);
    seen.push(JSON.stringify(processes()));
    for (const file of readdirSync(folder)) {
      if (statSync(path.join(folder, file)).isFile()) {
        seen.push(readFileSync(path.join(folder, file), 'utf8'));
      }
    }
    expect(seen.length).toBeGreaterThan(2);
    expect(statSync(path.dirname(folder)).mode & 0o777).toBe(0o700);
    expect(await output(one, 'echo in')).toMatchObject({ stdout: 'in\n' });
    expect(seen.join()).not.toContain('4711');
  });
});
