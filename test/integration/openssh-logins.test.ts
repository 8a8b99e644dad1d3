import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import type { Host } from '../../src/domain/host.ts';
import { createAutoTransport } from '../../src/transport/auto-transport.ts';
import { ChannelRefused } from '../../src/transport/channel.ts';
import { createOpensshTransport } from '../../src/transport/openssh/transport.ts';
import { createSsh2Transport } from '../../src/transport/ssh2-transport.ts';
import { plainHost } from '../support/case-host.ts';
import { Authority, makeKey } from '../support/certificates.ts';
import { type ConnectingOptions, connecting, output } from '../support/connecting.ts';
import { Dropbear, dropbearMissing } from '../support/dropbear.ts';
import { freePort } from '../support/ports.ts';
import { processes, until } from '../support/processes.ts';
import { startAgent } from '../support/ssh-agent.ts';
import { Sshd, type SshdOptions, sshdMissing } from '../support/sshd.ts';
import { localFolder } from '../support/transferring.ts';

const missing = sshdMissing();
if (missing !== undefined) process.stderr.write(`skipped, no real sshd: ${missing}\n`);

vi.stubEnv('SSH_AUTH_SOCK', undefined);

const openssh = createOpensshTransport({ config: 'none' });
const bySsh = (options: ConnectingOptions = {}) => connecting(options, openssh);
const byEither = (options: ConnectingOptions = {}) =>
  connecting(options, createAutoTransport(createSsh2Transport(), openssh));

async function started(options: SshdOptions = {}): Promise<{ sshd: Sshd; host: Host }> {
  const sshd = await Sshd.start({ loginShell: '/bin/bash', ...options });
  onTestFinished(() => sshd.stop());
  return { sshd, host: { ...plainHost, ...sshd.host } };
}

/** Takes nobody but who has a certificate. */
async function certifiedUsersOnly(): Promise<Host> {
  const folder = localFolder();
  const authority = new Authority(folder);
  const key = makeKey(folder, 'key');
  const config = [`TrustedUserCAKeys ${authority.file}.pub`];
  const { host } = await started({ config });
  authority.sign(key, 'user', host.user ?? '');
  return { ...host, identityFiles: [key] };
}

/** Shows nothing but a certificate. */
async function certifiedHost(name = '127.0.0.1'): Promise<Host> {
  const folder = localFolder();
  const authority = new Authority(folder);
  const key = makeKey(folder, 'host');
  authority.sign(key, 'host', name);
  const config = [
    `HostKey ${key}`,
    `HostCertificate ${key}-cert.pub`,
    'HostKeyAlgorithms ssh-ed25519-cert-v01@openssh.com',
  ];
  const { sshd, host } = await started({ config });
  const line = `@cert-authority [127.0.0.1]:${sshd.port} ${authority.publicKey}\n`;
  writeFileSync(sshd.knownHosts, line);
  return host;
}

const postQuantumOnly = async (): Promise<Host> =>
  (await started({ config: ['KexAlgorithms sntrup761x25519-sha512@openssh.com'] })).host;

const beyondSsh2 = [
  ['a certificate for the user', certifiedUsersOnly, /there is a certificate for .*\/key$/],
  ['a certificate of the host', () => certifiedHost(), /no matching host key format/],
  ['post-quantum key exchange only', postQuantumOnly, /no matching key exchange algorithm/],
] as const;

describe.skipIf(missing !== undefined)('what ssh2 cannot do', () => {
  test.each(beyondSsh2)('%s: ssh itself can', async (_, make) => {
    const connection = await bySsh().to(await make());
    expect(await output(connection, 'echo in')).toMatchObject({ stdout: 'in\n' });
  });

  test.each(beyondSsh2)('%s: auto falls to ssh, and says so once', async (_, make, why) => {
    const host = await make();
    const person = byEither();
    await (await person.to(host)).exec('true');
    await person.to(host);
    expect(person.notices).toEqual([expect.stringMatching(why)]);
    expect(person.notices[0]).toMatch(/^reached by ssh itself \(transport openssh\): /);
  });

  test.each(beyondSsh2)('%s: ssh2 alone never falls', async (_, make) => {
    const refusal = await connecting().refusal(await make());
    expect(refusal.kind).toMatch(/^(auth|protocol)$/);
  });

  test('a certificate that the agent has: auto falls to ssh', async () => {
    const { identityFiles: [key = ''] = [], ...host } = await certifiedUsersOnly();
    await startAgent(path.dirname(key), [key]);
    const person = byEither();
    await person.to(host);
    expect(person.notices.join()).toMatch(/: the agent has a certificate$/);
  });

  test('a certificate makes the password needless: nobody is asked for it', async () => {
    const host = await certifiedUsersOnly();
    const person = byEither();
    await person.to({ ...host, password: { kind: 'prompt' } });
    expect(person.asked).toEqual([]);
  });

  test('where there is no ssh, ssh2’s refusal is told', async () => {
    const none = createOpensshTransport({ config: 'none', program: 'no-ssh-here' });
    const auto = createAutoTransport(createSsh2Transport(), none);
    const host = await postQuantumOnly();
    expect((await connecting({}, auto).refusal(host)).message).toMatch(/no matching key exchange/);
    const alone = await connecting({}, none).refusal(host);
    expect(alone.message).toMatch(/there is no program no-ssh-here – install OpenSSH/);
  });

  test('what ssh2 can do is done by ssh2, without a word', async () => {
    const { host } = await started();
    const person = byEither();
    await person.to(host);
    expect(person.notices).toEqual([]);
    expect(await mastersTo(host)).toHaveLength(0);
  });

  test('a wrong password is sent once, not by ssh again', async () => {
    const { host } = await started({ password: 'right' });
    const person = byEither({ answer: () => ['wrong'] });
    const alone = { ...host, identityFiles: [], password: { kind: 'stored' } } as const;
    expect(await person.refusal(alone)).toMatchObject({ kind: 'auth', retry: false });
    expect(person.asked).toHaveLength(1);
  });
});

const mastersTo = async ({ port }: Host) =>
  processes().filter(({ argv }) => /^ssh .*-M /.test(argv) && argv.includes(`Port=${port} `));

describe.skipIf(missing !== undefined)('a login by ssh itself', () => {
  test('asks for a passphrase again when it was wrong', async () => {
    const { sshd, host } = await started();
    const key = makeKey(sshd.folder, 'locked', '-t', 'ed25519', '-N', 'right', '-a', '4');
    const allowed = path.join(sshd.folder, 'user_key.pub');
    writeFileSync(allowed, readFileSync(allowed, 'utf8') + readFileSync(`${key}.pub`, 'utf8'));
    const answers = ['wrong', 'right'];
    const person = bySsh({ answer: () => [answers.shift() ?? ''] });
    await person.to({ ...host, identityFiles: [key] });
    expect(person.asked.map(({ question }) => question)).toEqual([
      { kind: 'passphrase', file: key },
      { kind: 'passphrase', file: key, again: true },
    ]);
  });

  test('sends a wrong password once, and says what to check', async () => {
    const { host } = await started({ password: 'right' });
    const person = bySsh({ answer: () => ['wrong'] });
    const alone = { ...host, identityFiles: [], password: { kind: 'prompt' } } as const;
    expect(await person.refusal(alone)).toEqual({
      kind: 'auth',
      message: `login as ${host.user} refused – check user: and password:`,
      retry: false,
    });
    expect(person.asked).toHaveLength(1);
  });

  test('tells a password that was refused by the end of the connection', async () => {
    const { host } = await started({ password: 'right', config: ['MaxAuthTries 1'] });
    const person = bySsh({ answer: () => ['wrong'] });
    const alone = { ...host, identityFiles: [], password: { kind: 'prompt' } } as const;
    const refusal = await person.refusal(alone);
    expect(refusal).toMatchObject({ kind: 'auth', retry: false });
    expect(refusal.message).toContain('the password was refused, as the last of too many tries');
    expect(person.judged.map(({ verdict }) => verdict)).toEqual(['refused']);
  });

  test('is over when a question is declined: nothing is sent', async () => {
    const { sshd, host } = await started({ password: 'right' });
    const alone = { ...host, identityFiles: [], password: { kind: 'prompt' } } as const;
    expect((await bySsh().refusal(alone)).message).toMatch(/refused \(no password was given\)/);
    await until('the end of it', () => sshd.connections().length === 0);
  });

  test.each<[string, (sshd: Sshd) => Partial<Host>, object]>([
    ['nobody listens', () => ({ port: 1 }), { kind: 'unreachable', retry: true }],
    [
      'there is no such name',
      () => ({ address: 'no-such-host.invalid' }),
      { kind: 'unreachable', message: expect.stringMatching(/^no address for no-such-host/) },
    ],
    [
      'no key is right',
      (sshd) => ({ identityFiles: [makeKey(sshd.folder, 'wrong')] }),
      {
        kind: 'auth',
        retry: false,
        message: expect.stringMatching(
          /^login as \w+ refused, the host takes publickey – check user: and identity_file:$/,
        ),
      },
    ],
    [
      'the key is unknown',
      (sshd) => ({ knownHosts: path.join(sshd.folder, 'none'), hostKeyCheck: 'ask' }),
      {
        kind: 'host-key',
        retry: false,
        message: expect.stringMatching(/^host key unknown \(ed25519 SHA256:/),
        unknownKey: expect.objectContaining({ type: 'ssh-ed25519' }),
      },
    ],
    [
      'an option is none',
      () => ({ sshOptions: { Bogus: '1' } }),
      { kind: 'protocol', message: expect.stringMatching(/Bad configuration option: bogus/) },
    ],
    [
      'no algorithm is shared',
      () => ({ sshOptions: { Ciphers: '3des-cbc' } }),
      { kind: 'protocol', message: expect.stringMatching(/no matching cipher found/) },
    ],
    [
      'a proxy command ends',
      () => ({ sshOptions: { ProxyCommand: 'sh -c "echo no way >&2; exit 3"' } }),
      {
        kind: 'unreachable',
        retry: true,
        message:
          'the ProxyCommand has ended: no way – try it by hand: sh -c "echo no way >&2; exit 3"',
      },
    ],
  ])('says so when %s', async (_, change, told) => {
    const { sshd, host } = await started();
    expect(await bySsh().refusal({ ...host, ...change(sshd) })).toMatchObject(told);
  });

  test('refuses a certificate that is for another host, in ssh’s words', async () => {
    const refusal = await bySsh().refusal(await certifiedHost('other.example'));
    expect(refusal).toMatchObject({ kind: 'host-key', retry: false });
    expect(refusal.message).toMatch(/^host key refused by ssh: .*[Cc]ertificate.* – compare it/);
  });

  test('refuses a changed key, whatever is said of unknown ones', async () => {
    const { sshd, host } = await started();
    const other = readFileSync(`${makeKey(sshd.folder, 'other')}.pub`, 'utf8');
    writeFileSync(sshd.knownHosts, `[127.0.0.1]:${sshd.port} ${other}`);
    for (const hostKeyCheck of ['yes', 'ask', 'accept-new', 'no'] as const) {
      const refusal = await bySsh().refusal({ ...host, hostKeyCheck });
      expect(refusal).toMatchObject({ kind: 'host-key', retry: false });
      expect(refusal.message).toMatch(/^host key changed: .*known_hosts:1 has SHA256:.* -R /);
      expect(refusal).not.toHaveProperty('unknownKey');
    }
  });

  test.each([
    ['accept-new', 1],
    ['no', 0],
  ] as const)('takes an unknown key by host_key_check: %s', async (hostKeyCheck, lines) => {
    const { sshd, host } = await started();
    rmSync(sshd.knownHosts);
    const person = bySsh();
    await person.to({ ...host, hostKeyCheck });
    const known = existsSync(sshd.knownHosts) ? readFileSync(sshd.knownHosts, 'utf8') : '';
    expect(known.split('\n').filter(Boolean)).toHaveLength(lines);
    expect(person.notices.join()).toMatch(lines === 1 ? /host key recorded/ : /not checked/);
  });

  test.each([
    ['ed25519', []],
    ['rsa', ['-b', '2048']],
    ['ecdsa', []],
    ['ecdsa', ['-b', '521']],
  ])('uses the key whose text the inventory holds: %s %j', async (type, more) => {
    const { sshd, host } = await started();
    const key = makeKey(sshd.folder, 'text', '-t', type, '-N', '', ...more);
    writeFileSync(path.join(sshd.folder, 'user_key.pub'), readFileSync(`${key}.pub`));
    const text = readFileSync(key, 'utf8');
    rmSync(key);
    const person = bySsh({ answer: () => [text] });
    const connection = await person.to({ ...host, identity: { kind: 'stored' } });
    expect(person.asked.map(({ question }) => question)).toEqual([{ kind: 'identity' }]);
    expect(await output(connection, 'echo in')).toMatchObject({ stdout: 'in\n' });
  });

  test('says so when the key of the inventory is none', async () => {
    const { host } = await started();
    const refusal = await bySsh({ answer: () => ['no key'] }).refusal({
      ...host,
      identity: { kind: 'stored' },
    });
    expect(refusal).toMatchObject({ kind: 'auth', retry: false });
    expect(refusal.message).toMatch(/^identity of web01: .* – check identity:$/);
  });

  test('uses the agent, forwards it where that is configured, and offers variables', async () => {
    const { sshd, host } = await started({ config: ['AcceptEnv TUTTI_TEST'] });
    await startAgent(sshd.folder, [sshd.identityFile]);
    const { identityFiles: _, ...noFiles } = host;
    const sshOptions = { ForwardAgent: 'yes', SetEnv: 'TUTTI_TEST=given' };
    const connection = await bySsh().to({ ...noFiles, sshOptions });
    const said = await output(connection, 'echo $TUTTI_TEST; ssh-add -L');
    expect(said.stdout).toMatch(/^given\nssh-ed25519 /);
    const alone = await bySsh().to(noFiles);
    expect((await output(alone, 'ssh-add -L')).exit).not.toEqual({ code: 0, signal: null });
  });

  test.skipIf(dropbearMissing() !== undefined)('serves a dropbear as well', async () => {
    const dropbear = await Dropbear.start({ loginShell: '/bin/bash' });
    onTestFinished(() => dropbear.stop());
    const times = { keepalive: 20, every: 10, suspectAfter: 500, lostAfter: 1000 };
    const quick = createOpensshTransport({ config: 'none', times });
    const connection = await connecting({}, quick).to({ ...plainHost, ...dropbear.host });
    let lost = false;
    connection.onLost(() => {
      lost = true;
    });
    // longer than an unanswered sign of life may stay out
    const said = await output(connection, 'echo out; echo err >&2; sleep 1.5; kill -TERM $$');
    expect(said).toEqual({
      stdout: 'out\n',
      stderr: 'err\n',
      exit: { code: null, signal: 'TERM' },
    });
    expect(lost).toBe(false);
    await expect(connection.subsystem('none-such')).rejects.toBeInstanceOf(ChannelRefused);
  });

  test('gives no password to a program on the way that asks for one', async () => {
    const jump = await started({ password: 'other' });
    const { host } = await started({ password: 'right' });
    const way = `ssh -F none -l ${jump.host.user} -p ${jump.host.port} -o UserKnownHostsFile=${jump.host.knownHosts} -W %h:%p 127.0.0.1`;
    const person = bySsh({ answer: () => ['right'] });
    const refusal = await person.refusal({
      ...host,
      password: { kind: 'prompt' },
      identityFiles: [],
      sshOptions: { ProxyCommand: way },
    });
    expect(refusal).toMatchObject({ kind: 'auth', retry: false });
    expect(refusal.message).toMatch(/a program of ssh’s configuration has a question/);
    expect(person.asked).toEqual([]);
  });

  test('ends in time where nobody answers', async () => {
    const { Server } = await import('node:net');
    const port = await freePort();
    const silent = new Server(() => {}).listen(port, '127.0.0.1');
    onTestFinished(() => void silent.close());
    const limit = new AbortController();
    const refusal = bySsh({ signal: limit.signal }).refusal({ ...plainHost, port, user: 'root' });
    await delay(300);
    limit.abort();
    expect(await refusal).toEqual({
      kind: 'timeout',
      message: `127.0.0.1:${port} took the connection but is silent – is that an SSH server?`,
      retry: true,
    });
    await until('its end', () => !processes().some(({ argv }) => argv.includes(`Port=${port} `)));
  });
});

describe.skipIf(missing !== undefined)('over jump hosts, by ssh itself', () => {
  test('hosts share one login on the way, which ends with the last of them', async () => {
    const jump = await started();
    const target = await started();
    const jumps = [{ ...jump.host, name: 'jump' }];
    const person = bySsh({ jumps });
    const hosts = ['a', 'b', 'c'].map((name) => ({ ...target.host, name, jump: ['jump'] }));
    const all = await Promise.all(hosts.map((host) => person.to(host)));
    const said = await Promise.all(all.map((one) => output(one, 'echo $SSH_CONNECTION')));
    expect(said.every(({ stdout }) => stdout.startsWith('127.0.0.1 '))).toBe(true);
    expect(jump.sshd.connections()).toHaveLength(1);
    for (const one of all) one.close();
    await until('no login on the way', () => jump.sshd.connections().length === 0);
  });

  test('a chain is gone along, and each key on it is checked', async () => {
    const [first, second, target] = [await started(), await started(), await started()];
    const jumps = [
      { ...first.host, name: 'first' },
      { ...second.host, name: 'second' },
    ];
    const host = { ...target.host, jump: ['first', 'second'] };
    const connection = await bySsh({ jumps }).to(host);
    expect(await output(connection, 'echo there')).toMatchObject({ stdout: 'there\n' });
    rmSync(second.sshd.knownHosts);
    const anew = connecting({ jumps }, createOpensshTransport({ config: 'none' }));
    expect(await anew.refusal(host)).toMatchObject({
      kind: 'host-key',
      jump: 'second',
      message: expect.stringMatching(/^jump host second: host key unknown/),
    });
  });

  test('a host that cannot be reached from there is told as that', async () => {
    const jump = await started();
    const host = { ...plainHost, port: await freePort(), user: 'root', jump: ['jump'] };
    const refusal = await bySsh({ jumps: [{ ...jump.host, name: 'jump' }] }).refusal(host);
    expect(refusal).toMatchObject({
      kind: 'unreachable',
      message: expect.stringMatching(/^jump host jump cannot reach 127\.0\.0\.1:/),
    });
  });
});
