import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import type { Host } from '../../src/domain/host.ts';
import { createAutoTransport } from '../../src/transport/auto-transport.ts';
import { createOpensshTransport } from '../../src/transport/openssh/transport.ts';
import { createSsh2Transport } from '../../src/transport/ssh2-transport.ts';
import { plainHost } from '../support/case-host.ts';
import { Authority, makeKey } from '../support/certificates.ts';
import { connecting, output } from '../support/connecting.ts';
import { Dropbear, dropbearMissing } from '../support/dropbear.ts';
import { Sshd, sshdMissing } from '../support/sshd.ts';
import { localFolder } from '../support/transferring.ts';

const missing = sshdMissing() ?? dropbearMissing();
if (missing !== undefined) process.stderr.write(`skipped, the interop matrix: ${missing}\n`);

vi.stubEnv('SSH_AUTH_SOCK', undefined);

/** Keys of a user, each made in a folder; beside them there is a password. */
const keyKinds: Readonly<Record<string, (folder: string) => string>> = {
  ed25519: (folder) => makeKey(folder, 'ed25519'),
  ecdsa: (folder) => makeKey(folder, 'ecdsa', '-t', 'ecdsa', '-N', ''),
  rsa: (folder) => makeKey(folder, 'rsa', '-t', 'rsa', '-b', '2048', '-N', ''),
  'rsa, PEM': (folder) => makeKey(folder, 'pem', '-t', 'rsa', '-b', '2048', '-m', 'PEM', '-N', ''),
  'rsa, PKCS#8': (folder) =>
    makeKey(folder, 'pkcs8', '-t', 'rsa', '-b', '2048', '-m', 'PKCS8', '-N', ''),
};

/** Settings of an sshd; `{host}` and `{authority}` stand for files. */
const servers: Readonly<Record<string, readonly string[]>> = {
  'OpenSSH as Debian has it': [],
  'modern algorithms only': [
    'KexAlgorithms curve25519-sha256',
    'Ciphers chacha20-poly1305@openssh.com,aes256-gcm@openssh.com',
    'MACs hmac-sha2-512-etm@openssh.com',
    'HostKeyAlgorithms ssh-ed25519',
  ],
  'ecdh-nistp256, aes256-ctr, hmac-sha2-256-etm': [
    'KexAlgorithms ecdh-sha2-nistp256',
    'Ciphers aes256-ctr',
    'MACs hmac-sha2-256-etm@openssh.com',
  ],
  'dh-group16, aes128-ctr, hmac-sha2-512': [
    'KexAlgorithms diffie-hellman-group16-sha512',
    'Ciphers aes128-ctr',
    'MACs hmac-sha2-512',
  ],
  'rsa-sha2-512 for users only': ['PubkeyAcceptedAlgorithms rsa-sha2-512'],
  'post-quantum key exchange only': ['KexAlgorithms sntrup761x25519-sha512@openssh.com'],
  'umac only': ['MACs umac-64-etm@openssh.com,umac-128@openssh.com', 'Ciphers aes128-ctr'],
  'a host certificate only': [
    'HostKey {host}',
    'HostCertificate {host}-cert.pub',
    'HostKeyAlgorithms ssh-ed25519-cert-v01@openssh.com',
  ],
  'user certificates only': ['AuthorizedKeysFile none', 'TrustedUserCAKeys {authority}.pub'],
  'rekeying every 1 MB': ['RekeyLimit 1M'],
  'compression, where it is wanted': ['Compression yes'],
  'keys and then a password': ['AuthenticationMethods publickey,password'],
};

const password = 'correct horse';
const asPassword = 'password';
const columns = [...Object.keys(keyKinds), asPassword];
const openssh = createOpensshTransport({ config: 'none' });

/** By what one gets in and has 3 MB sent: `ssh2`, `ssh` itself, or not at all. */
async function reached(host: Host): Promise<string> {
  const operator = connecting(
    { answer: ({ kind }) => (kind === 'password' ? [password] : null) },
    createAutoTransport(createSsh2Transport(), openssh),
  );
  try {
    const connection = await operator.to(host);
    const { stdout } = await output(connection, 'head -c 3000000 /dev/zero | wc -c');
    expect(stdout.trim()).toBe('3000000');
    return operator.notices.some((text) => text.includes('openssh')) ? 'ssh' : 'ssh2';
  } catch (error) {
    expect((error as { failure?: { kind: string } }).failure?.kind).toBe('auth');
    return 'refused';
  }
}

/** Every key by itself, and the password by itself; a server that wants both gets both. */
async function row(host: Host, keys: ReadonlyMap<string, string>, both: boolean) {
  const cells = new Map<string, string>();
  const byPassword = { password: { kind: 'prompt' } } as const;
  for (const [kind, key] of keys) {
    cells.set(kind, await reached({ ...host, identityFiles: [key], ...(both && byPassword) }));
  }
  cells.set(asPassword, await reached({ ...host, identityFiles: [], ...byPassword }));
  return cells;
}

const makeKeys = (folder: string): Map<string, string> =>
  new Map(Object.entries(keyKinds).map(([kind, make]) => [kind, make(folder)]));

const publicHalves = (keys: ReadonlyMap<string, string>): string =>
  [...keys.values()].map((key) => readFileSync(`${key}.pub`, 'utf8')).join('');

describe.skipIf(missing !== undefined)('the interop matrix', () => {
  const found = new Map<string, ReadonlyMap<string, string>>();

  test.each(Object.entries(servers))('%s', async (title, settings) => {
    const folder = localFolder();
    const authority = new Authority(folder);
    const hostKey = makeKey(folder, 'host');
    authority.sign(hostKey, 'host', '127.0.0.1');
    const config = settings.map((line) =>
      line.replaceAll('{host}', hostKey).replaceAll('{authority}', authority.file),
    );
    const sshd = await Sshd.start({ loginShell: '/bin/bash', password, config });
    onTestFinished(() => sshd.stop());
    const keys = makeKeys(folder);
    writeFileSync(join(sshd.folder, 'user_key.pub'), publicHalves(keys));
    if (title === 'user certificates only') {
      for (const key of keys.values()) authority.sign(key, 'user', sshd.user);
    }
    if (title === 'a host certificate only') {
      const line = `@cert-authority [127.0.0.1]:${sshd.port} ${authority.publicKey}\n`;
      writeFileSync(sshd.knownHosts, line);
    }
    const both = title === 'keys and then a password';
    found.set(title, await row({ ...plainHost, ...sshd.host }, keys, both));
  });

  test('dropbear', async () => {
    const dropbear = await Dropbear.start({ loginShell: '/bin/bash' });
    onTestFinished(() => dropbear.stop());
    const keys = makeKeys(localFolder());
    const authorized = join(dropbear.home, '.ssh', 'authorized_keys');
    writeFileSync(authorized, publicHalves(keys));
    const cells = await row({ ...plainHost, ...dropbear.host }, keys, false);
    // It is started without passwords.
    cells.delete(asPassword);
    found.set('dropbear', cells);
  });

  test('is the one in docs/interop.md', () => {
    const file = join(import.meta.dirname, '../../docs/interop.md');
    const text = page(found);
    process.stdout.write(`${text}\n`);
    if (process.env.TUTTI_WRITE_TABLE) writeFileSync(file, text);
    expect(text).toBe(readFileSync(file, 'utf8'));
  });
});

function page(found: ReadonlyMap<string, ReadonlyMap<string, string>>): string {
  const head = ['server', ...columns];
  const rows = [...found].map(([title, cells]) => [
    title,
    ...columns.map((column) => cells.get(column) ?? '–'),
  ]);
  const table = [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`);
  return `${intro}\n${table.join('\n')}\n`;
}

const intro = `# Servers and keys

Which key or password logs in to which server, and how, with \`transport: auto\`. Written by
\`TUTTI_WRITE_TABLE=1 vitest run test/integration/interop.test.ts\`; every other run of that test compares it, with real OpenSSH and dropbear
servers. For each cell 3 MB are sent over the connection.

**ssh2**: by the ssh2 package, which is the usual way. **ssh**: ssh2 cannot, so the operator's own \`ssh\` is used, and that is reported.
**refused**: the server does not accept it; with \`rsa-sha2-512 for users only\` ssh2 could use the rsa keys, but signs only with
rsa-sha2-256 (\`transport: openssh\` gets in). Group exchange (\`diffie-hellman-group-exchange-sha256\` alone) works but takes seconds.
`;
