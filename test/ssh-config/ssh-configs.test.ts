import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import path from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { SshConfigs, type SshQuery } from '../../src/ssh-config/ssh-configs.ts';
import { keyFolder } from '../support/key-files.ts';

const ssh = existsSync('/usr/bin/ssh');

/** A configuration file in a folder of its own, and how often ssh was called for it. */
function configured(text: string, { program }: { program?: string } = {}) {
  const folder = mkdtempSync(path.join(tmpdir(), 'tutti-config-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = path.join(folder, 'config');
  writeFileSync(file, text);
  const calls = path.join(folder, 'calls');
  const counting = path.join(folder, 'ssh');
  writeFileSync(counting, `#!/bin/sh\necho "$*" >> ${calls}\nexec ssh "$@"\n`, { mode: 0o755 });
  const notices: string[] = [];
  const configs = new SshConfigs({
    file,
    home: folder,
    program: program ?? counting,
    env: { ...process.env, SECRET: 's' },
  });
  configs.notice = (text) => notices.push(text);
  return {
    folder,
    file,
    notices,
    prepare: () => configs.prepare(),
    of: (query: SshQuery | string) =>
      configs.of(typeof query === 'string' ? { name: query } : query),
    calls: () =>
      existsSync(calls) ? readFileSync(calls, 'utf8').trimEnd().split('\n').slice() : [],
  };
}

describe.skipIf(!ssh)('what ssh says of a host', () => {
  test('is its address, port and user, the first value winning', async () => {
    const { of } = configured(
      'Host web*\n  HostName %h.example.org\n  Port 2222\n  User ops\nHost *\n  Port 22\n',
    );
    expect(await of('web01')).toMatchObject({
      address: 'web01.example.org',
      port: 2222,
      user: 'ops',
    });
    expect(await of('db01')).toMatchObject({
      address: 'db01',
      port: 22,
      user: userInfo().username,
    });
  });

  test('yields to what the inventory says', async () => {
    const { of } = configured('Host web01\n  HostName 10.0.0.1\n  Port 2222\n  User ops\n');
    const query = { name: 'web01', address: '10.9.9.9', port: 22, user: 'root' };
    expect(await of(query)).toMatchObject({ address: '10.9.9.9', port: 22, user: 'root' });
  });

  test('follows Include, Match and Match exec', async () => {
    const { of, folder } = configured('Include more/*\nMatch exec "test %h = web01"\n  User yes\n');
    mkdirSync(path.join(folder, '.ssh', 'more'), { recursive: true });
    writeFileSync(path.join(folder, '.ssh', 'more', 'one'), 'Port 2200\n');
    expect((await of('web01')).user).toBe('yes');
    expect((await of('web02')).user).toBe(userInfo().username);
  });

  test('expands what ssh -G leaves as it is', async () => {
    vi.stubEnv('SOCKET', '/run/agent');
    onTestFinished(() => void vi.unstubAllEnvs());
    const { of, folder } = configured(
      'IdentityFile ~/.ssh/%r@%h\nIdentityAgent ${SOCKET}\nProxyCommand nc -x proxy %h %p %%\nHostKeyAlias fleet\n',
    );
    expect(await of({ name: 'web01', user: 'ops', port: 2222 })).toMatchObject({
      identityFiles: [path.join(folder, '.ssh', 'ops@web01')],
      identityAgent: '/run/agent',
      proxyCommand: 'nc -x proxy web01 2222 %',
      hostKeyAlias: 'fleet',
    });
  });

  test('takes ~ for the home that the system has for its user, as ssh does, whatever $HOME is', async () => {
    vi.stubEnv('HOME', '/elsewhere');
    onTestFinished(() => void vi.unstubAllEnvs());
    const folder = keyFolder();
    const file = path.join(folder, 'config');
    writeFileSync(file, 'IdentityFile ~/k\nGlobalKnownHostsFile ~/g\nRevokedHostKeys %d/r\n');
    const { homedir } = userInfo();
    expect(await new SshConfigs({ file }).of({ name: 'web01' })).toMatchObject({
      identityFiles: [`${homedir}/k`],
      userKnownHosts: [`${homedir}/.ssh/known_hosts`, `${homedir}/.ssh/known_hosts2`],
      globalKnownHosts: [`${homedir}/g`],
      revokedHostKeys: `${homedir}/r`,
    });
    const { userKnownHosts } = await new SshConfigs({ file: 'none' }).of({ name: 'web01' });
    expect(userKnownHosts[0]).toBe(`${homedir}/.ssh/known_hosts`);
  });

  test('takes names of known_hosts files as ssh does: users, per cents', async () => {
    const root = execFileSync('sh', ['-c', 'echo ~root']).toString().trim();
    const { of } = configured(
      'UserKnownHostsFile ~root/k /a%%b%%%%c /%h\nGlobalKnownHostsFile ~root/g /a%%b\nIdentityFile ~root/i\n',
    );
    expect(await of('web01')).toMatchObject({
      userKnownHosts: [`${root}/k`, '/a%b%%c', '/web01'],
      globalKnownHosts: [`${root}/g`, '/a%%b'],
      identityFiles: [`${root}/i`],
    });
    const nobody = configured('IdentityFile ~no-such-user/i\n').of('web01');
    await expect(nobody).rejects.toThrow('no user no-such-user, whose home ~no-such-user/i names');
  });

  test('tells a default from a choice', async () => {
    const { of } = configured('Host web01\n  IdentityFile ~/k\n  Ciphers aes128-ctr\n');
    expect(await of('web01')).toMatchObject({ algorithms: { cipher: ['aes128-ctr'] } });
    const other = await of('web02');
    expect(other.identityFiles).toBeUndefined();
    expect(other.algorithms).toEqual({});
  });

  test.each([
    ['StrictHostKeyChecking yes', { hostKeyCheck: 'yes' }],
    ['StrictHostKeyChecking accept-new', { hostKeyCheck: 'accept-new' }],
    ['StrictHostKeyChecking ask', { hostKeyCheck: 'ask' }],
    ['StrictHostKeyChecking off', { hostKeyCheck: 'no' }],
    ['ProxyJump a,ops@b:2200', { proxyJump: ['a', 'ops@b:2200'] }],
    ['ProxyJump none', { proxyJump: [] }],
    ['IdentityAgent none', { identityAgent: null }],
    ['IdentitiesOnly yes', { identitiesOnly: true }],
    ['HashKnownHosts yes', { hashKnownHosts: true }],
    ['UserKnownHostsFile /a /b', { userKnownHosts: ['/a', '/b'] }],
    ['GlobalKnownHostsFile none', { globalKnownHosts: [] }],
    ['RevokedHostKeys /etc/revoked', { revokedHostKeys: '/etc/revoked' }],
    ['BatchMode yes', { batchMode: true }],
    ['ConnectTimeout 7', { connectTimeout: 7 }],
    ['ConnectionAttempts 4', { connectionAttempts: 4, passwordPrompts: 3 }],
    ['NumberOfPasswordPrompts 1', { passwordPrompts: 1, connectionAttempts: 1 }],
    ['ServerAliveInterval 3', { serverAlive: { interval: 3, countMax: 3 } }],
    ['ForwardAgent yes', { forwardAgent: true }],
    ['PasswordAuthentication no', { methods: ['publickey', 'keyboard-interactive'] }],
    [
      'PreferredAuthentications keyboard-interactive,password,hostbased',
      { methods: ['keyboard-interactive', 'password'] },
    ],
    ['PubkeyAuthentication no', { methods: ['password', 'keyboard-interactive'] }],
    ['AddressFamily inet6', { family: 6 }],
    ['BindAddress 127.0.0.2', { bindAddress: '127.0.0.2' }],
    ['Compression yes', { compression: true }],
    ['SetEnv A=1 B=two', { env: { A: '1', B: 'two' } }],
    ['SendEnv SEC* LANG', { env: { SECRET: 's' } }],
    ['CertificateFile ~/cert', { onlyOpenssh: ['CertificateFile'] }],
    ['PKCS11Provider /lib/p11.so', { onlyOpenssh: ['PKCS11Provider'] }],
    ['KexAlgorithms curve25519-sha256', { algorithms: { kex: ['curve25519-sha256'] } }],
    ['MACs hmac-sha2-256', { algorithms: { hmac: ['hmac-sha2-256'] } }],
  ])('honours %s', async (line, settings) => {
    expect(await configured(`${line}\n`).of('web01')).toMatchObject(settings);
  });

  test('takes options of the inventory as ssh takes -o', async () => {
    const { of } = configured('Compression no\n');
    const options = { Compression: 'yes', ProxyJump: 'bastion' };
    expect(await of({ name: 'web01', options })).toMatchObject({
      compression: true,
      proxyJump: ['bastion'],
    });
  });

  test('is refused with file and line where it cannot be read', async () => {
    const { of, file } = configured('Host *\n  Port 22\n  Prot 23\n');
    const why = `${file}: line 3: Bad configuration option: prot`;
    await expect(of('web01')).rejects.toThrow(new Error(why));
  });

  test('is refused where a token is none', async () => {
    const { of } = configured('IdentityFile ~/%q\n');
    await expect(of('web01')).rejects.toThrow('unknown token %q');
  });

  test('is asked for once where it is the same for all, whatever the inventory says of each', async () => {
    const { of, calls } = configured('Host *\n  User ops\n  Port 2200\n');
    for (let i = 1; i <= 20; i++) {
      const own = { name: `web${i}`, address: `10.0.0.${i}` };
      expect(await of(own)).toMatchObject({ address: own.address, user: 'ops', port: 2200 });
    }
    expect(await of({ name: 'db', user: 'root' })).toMatchObject({ address: 'db', user: 'root' });
    expect(calls()).toHaveLength(2); // once without any configuration, for the defaults
  });

  test('has an address for all hosts where it says so', async () => {
    expect(await configured('HostName 10.0.0.1\n').of('web01')).toMatchObject({
      address: '10.0.0.1',
    });
  });

  test('is asked for once for each host otherwise, and again after a change', async () => {
    const { of, calls, file } = configured('Host web*\n  User ops\n');
    await Promise.all([of('web01'), of('web01'), of('db01')]);
    expect(calls()).toHaveLength(3);
    writeFileSync(file, 'Host web*\n  User other\n');
    expect((await of('web01')).user).toBe('other');
    expect(calls()).toHaveLength(5);
  });

  test('asked for ahead, is not asked for again', async () => {
    const { prepare, of, calls } = configured('Host *\n  User ops\n');
    prepare();
    expect(await of('web01')).toMatchObject({ address: 'web01', user: 'ops' });
    expect(await of({ name: 'db01', port: 2200 })).toMatchObject({ address: 'db01', port: 2200 });
    expect(calls()).toHaveLength(2);
  });

  test('is asked for again where it has changed since it was asked for ahead', async () => {
    const { prepare, of, file } = configured('Host *\n  User ops\n');
    prepare();
    writeFileSync(file, 'Host *\n  User other\n');
    expect((await of('web01')).user).toBe('other');
  });

  test.each([
    'Host web*',
    'Match exec true',
    'Match host web*',
    'Host *\n  HostName %h.example.org',
  ])('is not asked for ahead where it looks at the host: %s', async (line) => {
    const { prepare, of, calls } = configured(`${line}\n  User ops\n`);
    prepare();
    const settings = of('web01');
    await vi.waitFor(() => expect(calls()).toContain('-G -F none -- localhost'));
    await settings;
    expect(calls().filter((call) => call.endsWith(' localhost'))).toEqual([
      '-G -F none -- localhost',
    ]);
  });

  test('that is wrong is refused, though it was asked for ahead', async () => {
    const { prepare, of, file } = configured('Prot 23\n');
    prepare();
    await expect(of('web01')).rejects.toThrow(`${file}: line 1: Bad configuration option: prot`);
    await expect(of('web01')).rejects.toThrow(`${file}: line 1: Bad configuration option: prot`);
  });

  test('is the word of ssh -G itself', async () => {
    const { of, file } = configured(
      'Host w?b01 !web02\n  Port 2201\nMatch host db* user ops\n  Port 2202\n',
    );
    for (const name of ['web01', 'web02', 'wxb01', 'db01']) {
      const text = execFileSync('ssh', ['-G', '-F', file, '-l', 'ops', '--', name]).toString();
      const [, port] = /^port (\d+)$/m.exec(text) ?? [];
      expect((await of({ name, user: 'ops' })).port).toBe(Number(port));
    }
  });
});

describe('without an ssh program', () => {
  test('Host, HostName, User, Port, IdentityFile and ProxyJump are followed, and that is said once', async () => {
    const { of, notices, folder } = configured(
      'Host web* !web09\n  HostName 10.0.0.1\n  Port=2222\n  User "ops"\n  IdentityFile ~/a\n  IdentityFile ~/b\n  ProxyJump bastion\nMatch all\n  Compression yes\nMatch exec true\n  User never\n',
      { program: '/nowhere/ssh' },
    );
    expect(await of('web01')).toMatchObject({
      address: '10.0.0.1',
      port: 2222,
      user: 'ops',
      identityFiles: [path.join(folder, 'a'), path.join(folder, 'b')],
      proxyJump: ['bastion'],
      compression: true,
      methods: ['publickey', 'password', 'keyboard-interactive'],
    });
    expect(await of('web09')).toMatchObject({ address: 'web09', port: 22 });
    expect(notices).toHaveLength(1);
  });

  test('that is said to the first host, though it was found out before', async () => {
    const { prepare, of, notices } = configured('User ops\n', { program: '/nowhere/ssh' });
    prepare();
    expect(await of('web01')).toMatchObject({ address: 'web01', user: 'ops' });
    await of('web02');
    expect(notices).toHaveLength(1);
  });
});

test.each(ssh ? ['ssh', '/nowhere/ssh'] : ['/nowhere/ssh'])(
  'an Include holds where it stands, and no further (%s)',
  async (program) => {
    const folder = keyFolder();
    const [web, last] = ['web', 'last'].map((name) => path.join(folder, name)) as [string, string];
    writeFileSync(web, 'User ops\nHost web01 db01\n  BindAddress 127.0.0.9\nHost x\n');
    writeFileSync(last, 'Host nobody\n  ForwardAgent yes\n');
    const { of } = configured(
      `Host web*\n  Include ${web}\n  Port 2202\nHost *\n  Include ${last}\n  Compression yes\n`,
      { program },
    );
    expect(await of('web01')).toMatchObject({ user: 'ops', port: 2202, bindAddress: '127.0.0.9' });
    expect(await of('web02')).toMatchObject({ user: 'ops', port: 2202, compression: true });
    const other = await of('db01');
    expect(other).toMatchObject({ port: 22, compression: true, forwardAgent: false });
    expect(other).not.toHaveProperty('bindAddress');
    expect(other.user).toBe(userInfo().username);
  },
);

test('none of it is asked for where it is not wanted', async () => {
  const configs = new SshConfigs({ file: 'none', program: '/nowhere/ssh' });
  expect(await configs.of({ name: 'web01', port: 2222 })).toMatchObject({
    address: 'web01',
    port: 2222,
    user: userInfo().username,
    proxyJump: [],
    hostKeyCheck: 'ask',
  });
});
