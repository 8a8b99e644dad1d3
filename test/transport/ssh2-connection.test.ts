import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { PassThrough } from 'node:stream';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import type { Host } from '../../src/domain/host.ts';
import { dial, type HandshakeGate } from '../../src/remote-host/dial.ts';
import { usualTimes } from '../../src/transport/alive-times.ts';
import { ChannelRefused, ConnectError } from '../../src/transport/channel.ts';
import { HandshakeLimit } from '../../src/transport/handshake-limit.ts';
import { logIn } from '../../src/transport/ssh2-login.ts';
import { createSsh2Transport, ssh2Transport } from '../../src/transport/ssh2-transport.ts';
import { plainHost } from '../support/case-host.ts';
import { connecting, output } from '../support/connecting.ts';
import { embeddedFleet, embeddedHost, hostOf } from '../support/embedded-fleet.ts';
import { plainRoutes } from '../support/routes.ts';

const quickRetry = { first: 20, most: 100, tries: 30 };
const never = new AbortController().signal;

/** Dials as a worker does. */
async function dialled(
  host: Host,
  limit: HandshakeGate = new HandshakeLimit({ total: 64, perAddress: 8 }),
  retry = quickRetry,
) {
  const listener = {
    state() {},
    late() {},
    notice() {},
    ask: async () => null,
    judged() {},
    remember() {},
  };
  const context = { limit, route: plainRoutes(), retry };
  const route = await context.route(host);
  const connection = await dial(route, ssh2Transport, listener, context, never);
  onTestFinished(() => connection.close());
  return connection;
}

/** Something that listens on loopback; it is closed when the test ends. */
async function listening(take: (socket: Socket) => void): Promise<Host> {
  const sockets: Socket[] = [];
  const server: Server = createServer((socket) => {
    sockets.push(socket.on('error', () => {}));
    take(socket);
  }).listen(0, '127.0.0.1');
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  await once(server, 'listening');
  return { ...plainHost, port: (server.address() as AddressInfo).port, connectTimeout: 0.2 };
}

describe('a host that cannot be reached', () => {
  test('refuses the connection: it is asked whether sshd runs', async () => {
    const { host, server } = await embeddedHost();
    server.stop();
    expect(await connecting().refusal(host)).toEqual({
      kind: 'unreachable',
      message: `connection refused by 127.0.0.1:${host.port} – is sshd running there?`,
      retry: true,
    });
  });

  test('has no address', async () => {
    const { kind, message } = await connecting().refusal({ ...plainHost, address: 'no.invalid' });
    expect(kind).toBe('unreachable');
    expect(message).toBe('no address for no.invalid:22 – check address: in the inventory');
  });

  test('takes the connection and is silent: that ends in time', async () => {
    const host = await listening(() => {});
    await expect(dialled(host)).rejects.toMatchObject({
      failure: {
        kind: 'timeout',
        message: `127.0.0.1:${host.port} took the connection but is silent – is that an SSH server?`,
      },
      retry: true,
    });
  });

  test('speaks another protocol', async () => {
    const host = await listening((socket) => {
      socket.write('SSH-1.5-old\r\n');
    });
    const refusal = await connecting().refusal(host);
    expect(refusal).toMatchObject({ kind: 'protocol', retry: false });
    expect(refusal.message).toMatch(/ – is that an SSH server\?$/);
  });

  test('sends endless lines instead of a greeting: it is let go at the first error', async () => {
    let closed = 0;
    const host = await listening((socket) => {
      const pour = setInterval(() => socket.write('x'.repeat(65_536)), 1);
      socket.on('close', () => {
        clearInterval(pour);
        closed += 1;
      });
    });
    expect(await connecting().refusal(host)).toMatchObject({ kind: 'protocol' });
    await vi.waitUntil(() => closed === 1);
  });

  test('is given up when the host is released', async () => {
    const given = new AbortController();
    let connected = () => {};
    const arrived = new Promise<void>((resolve) => {
      connected = resolve;
    });
    const host = await listening((socket) => {
      socket.on('close', connected);
      given.abort();
    });
    const refusal = await connecting({ signal: given.signal }).refusal(host);
    expect(refusal.kind).toBe('timeout');
    await arrived;
  });

  test('is not dialled when it is released before', async () => {
    const { host, server } = await embeddedHost();
    await connecting({ signal: AbortSignal.abort() }).refusal(host);
    expect(server.connections).toBe(0);
  });
});

describe('a handshake that the server drops', () => {
  test('is told as an overload, to be tried again', async () => {
    const { host, server } = await embeddedHost();
    server.dropNext = 1;
    expect(await connecting().refusal(host)).toEqual({
      kind: 'unreachable',
      message: `127.0.0.1:${host.port} dropped the handshake – is it overloaded? (MaxStartups)`,
      retry: true,
    });
  });

  test.each([
    ['by its end', undefined],
    ['by a reset', Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' })],
  ])('is told so, too, when the link was gone before the login began: %s', async (_, error) => {
    const { host } = await embeddedHost();
    const route = await plainRoutes()(host);
    const socket = new PassThrough().on('error', () => {});
    socket.destroy(error);
    await new Promise((resolve) => socket.once('close', resolve));
    const login = logIn(route, connecting().context, socket, usualTimes);
    await expect(login).rejects.toMatchObject({
      failure: { message: expect.stringContaining('dropped the handshake') },
    });
  });

  test('is tried again until it is taken', async () => {
    const { host, server } = await embeddedHost();
    server.dropNext = 5;
    const connection = await dialled(host);
    expect(await output(connection, 'echo on')).toMatchObject({ stdout: 'on\n' });
    expect(server.dropped).toBe(5);
  });

  test('is given up after the tries there are', async () => {
    const { host, server } = await embeddedHost();
    server.dropNext = 100;
    await expect(dialled(host, undefined, { ...quickRetry, tries: 6 })).rejects.toBeInstanceOf(
      ConnectError,
    );
    expect(server.dropped).toBe(6);
  });

  test('is the only failure that is tried again', async () => {
    const { host } = await embeddedHost({ identityFiles: [] });
    let taken = 0;
    const limit: HandshakeGate = {
      run(_, task) {
        taken += 1;
        return task((wait) => wait());
      },
    };
    await expect(dialled(host, limit)).rejects.toMatchObject({ failure: { kind: 'auth' } });
    await expect(dialled({ ...host, knownHosts: '/nowhere' }, limit)).rejects.toMatchObject({
      failure: { kind: 'host-key' },
    });
    expect(taken).toBe(2);
  });

  test('costs none of 40 hosts that share an address of three startups', async () => {
    const { host, server } = await embeddedHost({}, { maxStartups: 3 });
    const limit = new HandshakeLimit({ total: 64, perAddress: 8 });
    const all = await Promise.all(Array.from({ length: 40 }, () => dialled(host, limit)));
    expect(all).toHaveLength(40);
    expect(server.connections).toBe(40);
    expect(server.dropped).toBeGreaterThan(0);
  });
});

describe('a connection', () => {
  test('is told as lost once when it is cut', async () => {
    const { host, server } = await embeddedHost();
    const connection = await connecting().to(host);
    const lost: string[] = [];
    const gone = new Promise<void>((resolve) =>
      connection.onLost(({ message }) => {
        lost.push(message);
        resolve();
      }),
    );
    const channel = await connection.exec('sleep 30');
    const told: string[] = [];
    channel.onExit(() => told.push('exit'));
    channel.onOutput(() => {});
    const closed = new Promise<void>((resolve) => channel.onClose(resolve));
    server.cut();
    await gone;
    await closed;
    expect(told).toEqual([]);
    expect(lost).toHaveLength(1);
    await expect(connection.exec('true')).rejects.toBeInstanceOf(ConnectError);
  });

  test('that goes quiet is suspect, then lost, and a request on it is over', async () => {
    const quick = createSsh2Transport({
      keepalive: 20,
      every: 10,
      suspectAfter: 200,
      lostAfter: 600,
    });
    const { host, server } = await embeddedHost();
    const connection = await connecting({}, quick).to(host);
    const told: string[] = [];
    const lost = new Promise<void>((resolve) =>
      connection.onLost(({ message }) => {
        told.push(message);
        resolve();
      }),
    );
    connection.onSuspect((quiet) => told.push(quiet ? 'suspect' : 'well'));
    await output(connection, 'true');
    server.freeze();
    const request = connection.exec('true');
    await expect(request).rejects.toBeInstanceOf(ConnectError);
    await lost;
    expect(told).toEqual(['suspect', 'no sign of life for 1 s']);
  });

  test('that wakes in time is well again', async () => {
    const quick = createSsh2Transport({
      keepalive: 20,
      every: 10,
      suspectAfter: 200,
      lostAfter: 60_000,
    });
    const { host, server } = await embeddedHost();
    const connection = await connecting({}, quick).to(host);
    const told: (number | undefined)[] = [];
    connection.onSuspect((silence) => told.push(silence));
    server.freeze();
    await vi.waitUntil(() => told.length === 1, { timeout: 10_000 });
    server.thaw();
    await vi.waitUntil(() => told.length === 2, { timeout: 10_000 });
    expect(told).toEqual([expect.any(Number), undefined]);
    expect(told[0]).toBeGreaterThanOrEqual(200);
    expect(await output(connection, 'echo on')).toMatchObject({ stdout: 'on\n' });
  });

  test('refuses a channel where the server allows no further one, and goes on', async () => {
    const { host } = await embeddedHost({}, { maxSessions: 2 });
    const connection = await connecting().to(host);
    const first = await connection.exec('cat');
    await connection.exec('cat');
    await expect(connection.exec('true')).rejects.toBeInstanceOf(ChannelRefused);
    const closed = new Promise<void>((resolve) => first.onClose(resolve));
    first.onOutput(() => {});
    first.end();
    await closed;
    expect(await output(connection, 'echo on')).toMatchObject({ stdout: 'on\n' });
  });

  test('is gone at the server once it is closed', async () => {
    const { host, server } = await embeddedHost();
    const connection = await connecting().to(host);
    expect(server.connections).toBe(1);
    connection.close();
    await vi.waitUntil(() => server.connections === 0);
    await expect(connection.exec('true')).rejects.toBeInstanceOf(ConnectError);
  });
});

describe('a channel', () => {
  test('carries binary input and output, and the end of input', async () => {
    const { host } = await embeddedHost();
    const channel = await (await connecting().to(host)).exec('cat; echo done >&2');
    const bytes = Buffer.from(Array.from({ length: 70_000 }, (_, i) => i % 256));
    const read: Record<'stdout' | 'stderr', Uint8Array[]> = { stdout: [], stderr: [] };
    const closed = new Promise<void>((resolve) => channel.onClose(resolve));
    channel.onOutput((stream, chunk) => read[stream].push(chunk));
    channel.write(bytes);
    channel.end();
    await closed;
    expect(Buffer.concat(read.stdout).equals(bytes)).toBe(true);
    expect(Buffer.concat(read.stderr).toString()).toBe('done\n');
  });

  test('that is paused stops both outputs and the program, and loses nothing', async () => {
    const { host } = await embeddedHost();
    const size = 8_000_000;
    const both = `head -c ${size} /dev/zero >&2 & head -c ${size} /dev/zero; wait; echo end >&2`;
    const connection = await connecting().to(host);
    const channel = await connection.exec(both);
    const read = { stdout: 0, stderr: 0 };
    const closed = new Promise<void>((resolve) => channel.onClose(resolve));
    channel.pause();
    channel.onOutput((stream, bytes) => {
      read[stream] += bytes.length;
    });
    channel.pause();
    let over = false;
    void closed.then(() => {
      over = true;
    });
    // All of it would have arrived by now if nothing held it back.
    for (let i = 0; i < 20; i += 1) await output(connection, 'hostname');
    expect(read).toEqual({ stdout: 0, stderr: 0 });
    expect(over).toBe(false);
    channel.resume();
    await closed;
    expect(read).toEqual({ stdout: size, stderr: size + 4 });
  });

  test('brings all in order when several flood at once and are paused again and again', async () => {
    const { host } = await embeddedHost();
    const connection = await connecting().to(host);
    const last = 150_000;
    const all = Array.from({ length: last }, (_, i) => `${i + 1}\n`).join('');
    const floods = Array.from({ length: 6 }, async () => {
      const channel = await connection.exec(`seq 1 ${last}`);
      const read: Uint8Array[] = [];
      const closed = new Promise<void>((resolve) => channel.onClose(resolve));
      channel.onOutput((_, bytes) => {
        read.push(bytes);
        channel.pause();
        setImmediate(() => channel.resume());
      });
      await closed;
      return Buffer.concat(read).toString() === all;
    });
    expect(await Promise.all(floods)).toEqual(floods.map(() => true));
  });

  test('closes only after stderr has been read too', async () => {
    const { host } = await embeddedHost();
    const connection = await connecting().to(host);
    const channel = await connection.exec('head -c 300000 /dev/zero >&2');
    let read = 0;
    const exited = new Promise<void>((resolve) => channel.onExit(() => resolve()));
    const readAtClose = new Promise<number>((resolve) => channel.onClose(() => resolve(read)));
    channel.onOutput((stream, bytes) => {
      if (stream === 'stderr') read += bytes.length;
      channel.pause();
      setImmediate(() => channel.resume());
    });
    channel.pause();
    await exited;
    // Its end has come by then as well.
    for (let i = 0; i < 5; i += 1) await output(connection, 'true');
    channel.resume();
    expect(await readAtClose).toBe(300_000);
  });

  test('holds back a writer whose program does not read, and says when it may go on', async () => {
    const { host, fleet } = await embeddedHost();
    const channel = await (await connecting().to(host)).exec(
      'until [ -e go ]; do sleep 0.02; done; cat >/dev/null',
    );
    channel.onOutput(() => {});
    const closed = new Promise<void>((resolve) => channel.onClose(resolve));
    const drained = new Promise<void>((resolve) => channel.onDrain(resolve));
    while (channel.write(Buffer.alloc(100_000)));
    const { writeFileSync } = await import('node:fs');
    writeFileSync(`${fleet.scratch}/web01/go`, '');
    await drained;
    channel.end();
    await closed;
  });

  test('passes a signal to the program', async () => {
    const { host } = await embeddedHost();
    const channel = await (await connecting().to(host)).exec('echo go; exec sleep 30');
    const exit = new Promise((resolve) =>
      channel.onExit((code, signal) => resolve({ code, signal })),
    );
    channel.onOutput(() => channel.signal('INT'));
    expect(await exit).toEqual({ code: null, signal: 'INT' });
  });
});

describe('a host behind a jump host', () => {
  test('is reached through it', async () => {
    const fleet = await embeddedFleet({ count: 2 });
    const jump = hostOf(fleet, 'web01');
    const { host } = hostOf(fleet, 'web02', { jump: ['web01'] });
    const connection = await connecting({ jumps: [jump.host] }).to(host);
    expect(await output(connection, 'hostname')).toMatchObject({ stdout: 'web02\n' });
    expect(jump.server.connections).toBe(1);
  });

  test('shares one connection to it with the others, which ends with the last', async () => {
    const fleet = await embeddedFleet({ count: 5 });
    const jump = hostOf(fleet, 'web01');
    const transport = createSsh2Transport();
    const operator = connecting({ jumps: [jump.host] }, transport);
    const behind = ['web02', 'web03', 'web04'].map((name) =>
      operator.to(hostOf(fleet, name, { jump: ['web01'] }).host),
    );
    const [first, ...others] = await Promise.all(behind);
    expect(jump.server.connections).toBe(1);
    first?.close();
    expect(await output(others[0]!, 'hostname')).toMatchObject({ stdout: 'web03\n' });
    for (const connection of others) connection.close();
    await vi.waitUntil(() => jump.server.connections === 0);
  });

  test('is reached over a chain', async () => {
    const fleet = await embeddedFleet({ count: 3 });
    const jumps = ['web01', 'web02'].map((name) => hostOf(fleet, name).host);
    const { host } = hostOf(fleet, 'db01', { jump: ['web01', 'web02'] });
    const connection = await connecting({ jumps }).to(host);
    expect(await output(connection, 'hostname')).toMatchObject({ stdout: 'db01\n' });
  });

  test('is lost with it', async () => {
    const fleet = await embeddedFleet({ count: 2 });
    const jump = hostOf(fleet, 'web01');
    const { host } = hostOf(fleet, 'web02', { jump: ['web01'] });
    const connection = await connecting({ jumps: [jump.host] }).to(host);
    const lost = new Promise((resolve) => connection.onLost(resolve));
    jump.server.cut();
    expect(await lost).toMatchObject({ kind: 'unreachable' });
  });

  test.each(['before', 'during'])('is not blamed when that goes %s its login', async (when) => {
    const fleet = await embeddedFleet({ count: 1 });
    const jump = hostOf(fleet, 'web01');
    const silent = await listening((socket) => {
      if (when === 'before') jump.server.cut();
      else socket.once('data', () => jump.server.cut());
    });
    const behind = { ...silent, name: 'behind', jump: ['web01'] };
    const refusal = await connecting({ jumps: [jump.host] }).refusal(behind);
    expect(refusal).toMatchObject({ kind: 'unreachable', jump: 'web01', retry: true });
    expect(refusal.message).toMatch(/^jump host web01: its connection was lost/);
    await vi.waitUntil(() => jump.server.connections === 0);
  });

  test("is never given the jump host's secret, nor the jump host its own", async () => {
    const access = { password: 'of the jump', ways: [['password']] } as const;
    const bastion = await embeddedHost(
      { name: 'bastion', identityFiles: [], password: { kind: 'prompt' } },
      { access },
    );
    const { host } = await embeddedHost({ jump: ['bastion'] });
    const operator = connecting({
      jumps: [bastion.host],
      answer: (_, jump) => (jump === 'bastion' ? ['of the jump'] : null),
    });
    await operator.to(host);
    expect(operator.asked).toEqual([
      { jump: 'bastion', question: { kind: 'password', user: 'demo' } },
    ]);
    expect(operator.judged).toEqual([{ jump: 'bastion', verdict: 'accepted' }]);
  });

  test("has the jump host's key verified, and its name in the message", async () => {
    const fleet = await embeddedFleet({ count: 2 });
    const jump = hostOf(fleet, 'web01', { knownHosts: '/nowhere' }).host;
    const { host } = hostOf(fleet, 'web02', { jump: ['web01'] });
    const refusal = await connecting({ jumps: [jump] }).refusal(host);
    expect(refusal).toMatchObject({ kind: 'host-key', retry: false });
    expect(refusal.message).toMatch(/^jump host web01: host key unknown/);
  });

  test('does not repeat a login that the jump host refused', async () => {
    const access = { password: 'right', ways: [['password']] } as const;
    const bastion = await embeddedHost(
      { name: 'bastion', identityFiles: [], password: { kind: 'stored' } },
      { access },
    );
    const { host } = await embeddedHost({ jump: ['bastion'] });
    const operator = connecting(
      { jumps: [bastion.host], answer: () => ['wrong'] },
      createSsh2Transport(),
    );
    for (let i = 0; i < 5; i += 1) {
      const another = { ...host, name: `web0${i}` };
      expect(await operator.refusal(another)).toMatchObject({ kind: 'auth' });
      // Some time goes by, as between hosts that wait for their turn.
      await connecting().to({ ...host, jump: [] });
    }
    expect(bastion.server.refusals).toBe(1);
  });

  test('that is down is told as such', async () => {
    const fleet = await embeddedFleet({ count: 2 });
    const jump = hostOf(fleet, 'web01').host;
    const { host, server } = hostOf(fleet, 'web02', { jump: ['web01'] });
    server.stop();
    const refusal = await connecting({ jumps: [jump] }).refusal(host);
    expect(refusal).toMatchObject({ kind: 'unreachable', retry: true });
    expect(refusal.message).toContain(`jump host web01 cannot reach 127.0.0.1:${host.port}`);
  });

  test('is refused when it is reached over itself, or over nobody', async () => {
    const a = { ...plainHost, name: 'a', jump: ['b'] };
    const b = { ...plainHost, name: 'b', jump: ['a'] };
    const { message } = await connecting({ jumps: [a, b] }).refusal(a);
    expect(message).toBe('jump host a is reached over itself – take one jump: away');
    expect((await connecting().refusal(a)).message).toBe(
      'jump host b is not in the inventory – add it under hosts:',
    );
  });

  test('gives up waiting for the jump host when it is released', async () => {
    const silent = await listening(() => {});
    const { host } = await embeddedHost({ jump: ['silent'] });
    const given = new AbortController();
    const refusal = connecting(
      { jumps: [{ ...silent, name: 'silent', connectTimeout: 20 }], signal: given.signal },
      createSsh2Transport(),
    ).refusal(host);
    given.abort();
    expect(await refusal).toMatchObject({ kind: 'timeout' });
  });
});
