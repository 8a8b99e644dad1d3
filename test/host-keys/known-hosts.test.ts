import { execFileSync, spawn } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import ssh2 from 'ssh2';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { drawKeys } from '../../src/demo/demo-keys.ts';
import { knownHostName, matchesHost, parseKnownHosts } from '../../src/host-keys/known-hosts.ts';
import { hostKeyVerdict, knownKeyTypes } from '../../src/host-keys/verdict.ts';

const draw = () => publicOf(drawKeys());
const publicOf = (keys: { readonly public: string }) =>
  keys.public.split(' ').slice(0, 2).join(' ');
const pair = drawKeys();
const shown = publicOf(pair);
const other = draw();
const rsa = publicOf(ssh2.utils.generateKeyPairSync('rsa', { bits: 2048 }));
const key = Buffer.from(shown.split(' ')[1] ?? '', 'base64');

/** A key with that name of its type in it. */
function ofType(type: string): string {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(type.length);
  return Buffer.concat([
    length,
    Buffer.from(type),
    key.subarray(4 + 'ssh-ed25519'.length),
  ]).toString('base64');
}

function hashed(name: string): string {
  const salt = Buffer.from('0123456789abcdefghij');
  return `|1|${salt.toString('base64')}|${createHmac('sha1', salt).update(name).digest('base64')}`;
}

interface Row {
  readonly title: string;
  readonly file: string;
  readonly address?: string;
  readonly port?: number;
  readonly verdict: 'known' | 'unknown' | 'changed' | 'revoked';
  readonly line?: number;
  /** A key that cannot be read: ssh passes it over, ssh-keygen -F names it all the same. */
  readonly unreadable?: true;
}

const rows: readonly Row[] = [
  { title: 'an empty file', file: '', verdict: 'unknown' },
  { title: 'a plain name', file: `web01 ${shown}`, verdict: 'known' },
  { title: 'another host', file: `web02 ${shown}`, verdict: 'unknown' },
  { title: 'another key', file: `web01 ${other}`, verdict: 'changed', line: 1 },
  { title: 'a key of another type only', file: `web01 ${rsa}`, verdict: 'changed', line: 1 },
  {
    title: 'another key, then the right one',
    file: `web01 ${other}\nweb01 ${shown}`,
    verdict: 'known',
  },
  {
    title: 'a key of another type, then the right one',
    file: `web01 ${rsa}\nweb01 ${shown}`,
    verdict: 'known',
  },
  { title: 'a list of names', file: `db,web01,10.0.0.1 ${shown}`, verdict: 'known' },
  { title: 'names in another case', file: `WEB01 ${shown}`, verdict: 'known' },
  {
    title: 'an address in another case',
    file: `web01 ${shown}`,
    address: 'Web01',
    verdict: 'known',
  },
  {
    title: 'a comment behind the key',
    file: `web01 ${shown} root@web01 and more`,
    verdict: 'known',
  },
  { title: 'a line that is commented out', file: `# web01 ${other}`, verdict: 'unknown' },
  {
    title: 'white space in front, and tabs',
    file: ` \tweb01\t${shown.replace(' ', '\t')}`,
    verdict: 'known',
  },
  { title: 'line ends of Windows', file: `db ${other}\r\nweb01 ${shown}\r\n`, verdict: 'known' },
  { title: 'a port of its own', file: `[web01]:2222 ${shown}`, port: 2222, verdict: 'known' },
  {
    title: 'a port that is another',
    file: `[web01]:2223 ${shown}`,
    port: 2222,
    verdict: 'unknown',
  },
  {
    title: 'a changed key on its port',
    file: `[web01]:2222 ${other}`,
    port: 2222,
    verdict: 'changed',
    line: 1,
  },
  {
    title: 'a port, where the name alone has the key',
    file: `web01 ${shown}`,
    port: 2222,
    verdict: 'known',
  },
  {
    title: 'a port, where the name alone has another',
    file: `web01 ${other}`,
    port: 2222,
    verdict: 'unknown',
  },
  {
    title: "the name with a port, where ssh's own is dialled",
    file: `[web01]:2222 ${shown}`,
    verdict: 'unknown',
  },
  { title: 'brackets and port 22', file: `[web01]:22 ${shown}`, verdict: 'unknown' },
  {
    title: 'an IPv6 address',
    file: `2001:db8::1 ${shown}`,
    address: '2001:db8::1',
    verdict: 'known',
  },
  {
    title: 'an IPv6 address with a port',
    file: `[2001:db8::1]:2222 ${shown}`,
    address: '2001:DB8::1',
    port: 2222,
    verdict: 'known',
  },
  { title: 'a mask', file: `web* ${shown}`, verdict: 'known' },
  { title: 'a mask for one character', file: `web?1 ${shown}`, verdict: 'known' },
  { title: 'a mask of the wrong length', file: `web? ${shown}`, verdict: 'unknown' },
  {
    title: 'a mask for every host, whatever its port',
    file: `* ${shown}`,
    port: 2222,
    verdict: 'known',
  },
  { title: 'a mask in brackets', file: `[*]:2222 ${shown}`, port: 2222, verdict: 'known' },
  { title: 'a host that is taken out of a mask', file: `web*,!web01 ${shown}`, verdict: 'unknown' },
  { title: 'a host that is taken out first', file: `!web01,web* ${shown}`, verdict: 'unknown' },
  { title: 'nothing but taking out', file: `!web02 ${shown}`, verdict: 'unknown' },
  { title: 'a hashed name', file: `${hashed('web01')} ${shown}`, verdict: 'known' },
  {
    title: 'a hashed name with a port',
    file: `${hashed('[web01]:2222')} ${shown}`,
    port: 2222,
    verdict: 'known',
  },
  { title: 'the hash of another name', file: `${hashed('web02')} ${shown}`, verdict: 'unknown' },
  {
    title: 'another key under a hash',
    file: `${hashed('web01')} ${other}`,
    verdict: 'changed',
    line: 1,
  },
  {
    title: 'a hash of a kind that is not known',
    file: `|2|YQ==|YQ== ${shown}`,
    verdict: 'unknown',
  },
  { title: 'a broken hash', file: `|1|YQ== ${shown}`, verdict: 'unknown' },
  { title: 'a revoked key', file: `@revoked web01 ${shown}`, verdict: 'revoked', line: 1 },
  {
    title: 'a key that is known and revoked',
    file: `web01 ${shown}\n@revoked * ${shown}`,
    verdict: 'revoked',
    line: 2,
  },
  {
    title: 'a key that is revoked for another host',
    file: `web01 ${shown}\n@revoked web02 ${shown}`,
    verdict: 'known',
  },
  {
    title: 'another key that is revoked',
    file: `web01 ${shown}\n@revoked web01 ${other}`,
    verdict: 'known',
  },
  {
    title: 'a key that is revoked for the name alone',
    file: `@revoked web01 ${shown}`,
    port: 2222,
    verdict: 'revoked',
    line: 1,
  },
  {
    title: 'an authority, which is no host key',
    file: `@cert-authority web01 ${shown}`,
    verdict: 'unknown',
  },
  { title: 'a marker that is not known', file: `@trusted web01 ${shown}`, verdict: 'unknown' },
  {
    title: 'garbage around the entry',
    file: `\0\x01 %%%\nweb01\nweb01 ssh-ed25519\nweb01 ssh-ed25519 !!!!\nweb01 ${shown}`,
    verdict: 'known',
    unreadable: true,
  },
  {
    title: 'a type that the key is not of',
    file: `web01 ssh-rsa ${shown.split(' ')[1]}`,
    verdict: 'unknown',
    unreadable: true,
  },
  {
    title: 'another key that was cut short',
    file: `web01 ${other.slice(0, 60)}`,
    verdict: 'unknown',
    unreadable: true,
  },
  {
    title: 'another key with garbage in it',
    file: `web01 ${other}*x\nweb01 ${other}==`,
    verdict: 'unknown',
    unreadable: true,
  },
  {
    title: 'another key of a type that there is not',
    file: `web01 ssh-future ${ofType('ssh-future')}`,
    verdict: 'unknown',
    unreadable: true,
  },
  {
    title: 'a name behind a NUL',
    file: `db\0,web01 ${shown}`,
    verdict: 'unknown',
  },
  {
    title: 'a comment with a NUL in it',
    file: `web01 ${shown} of\0web01`,
    verdict: 'known',
  },
  {
    title: 'a key that is revoked, with nothing but tabs',
    file: `@revoked\tweb01\t${shown.replace(' ', '\t')}`,
    verdict: 'revoked',
    line: 1,
  },
  { title: 'a byte order mark', file: `\ufeffweb01 ${shown}`, verdict: 'unknown' },
  {
    title: 'an entry behind comments and empty lines',
    file: `# one\n\n# three\nweb01 ${other}`,
    verdict: 'changed',
    line: 4,
  },
];

const scratch = mkdtempSync(path.join(tmpdir(), 'tutti-known-hosts-'));
afterAll(() => rmSync(scratch, { recursive: true }));

describe('a host key is judged by known_hosts as ssh does it:', () => {
  test.each(rows)('$title is $verdict', ({ file, address = 'web01', port = 22, verdict, line }) => {
    const files = [{ path: 'kh', entries: parseKnownHosts(file) }];
    expect(hostKeyVerdict({ address, port }, key, files)).toMatchObject({
      kind: verdict,
      ...(line !== undefined && { file: 'kh', line }),
    });
  });

  test
    .skipIf(!existsSync('/usr/bin/ssh-keygen'))
    .each(rows.filter(({ unreadable }) => !unreadable))(
    'ssh-keygen -F finds the same entries: $title',
    ({ file, address = 'web01', port = 22 }) => {
      const known = path.join(scratch, 'known_hosts');
      writeFileSync(known, `${file}\n`);
      const name = knownHostName(address, port);
      const theirs = linesFound(known, name);
      const ours = parseKnownHosts(file).filter((entry) => matchesHost(entry, name));
      expect(ours.map(({ line }) => line)).toEqual(theirs);
    },
  );

  // HostKeyAlias stands for any name, but not for one that is looked up without its port too.
  test
    .skipIf(!existsSync('/usr/bin/ssh'))
    .each(rows.filter(({ file, port = 22 }) => port === 22 || file.includes('[')))(
    'ssh itself connects to nothing else: $title',
    async ({ file, address = 'web01', port = 22, verdict }) => {
      const known = path.join(scratch, `of ssh ${++asked}`);
      writeFileSync(known, `${file}\n`);
      const said = await sshSays(known, knownHostName(address, port));
      expect(said.includes('Permission denied')).toBe(verdict === 'known');
      if (verdict !== 'known') expect(said).toMatch(words[verdict]);
    },
  );

  test.skipIf(!existsSync('/usr/bin/ssh-keygen'))('finds what ssh-keygen -H has hashed', () => {
    const known = path.join(scratch, 'hashed');
    const names = ['web01', '[web01]:2222', '[2001:db8::1]:22022'];
    writeFileSync(known, names.map((name) => `${name} ${shown}\n`).join(''));
    execFileSync('ssh-keygen', ['-H', '-f', known], { stdio: 'ignore' });
    const entries = parseKnownHosts(execFileSync('cat', [known]).toString());
    expect(entries.map(({ patterns }) => patterns.startsWith('|1|'))).toEqual([true, true, true]);
    for (const [index, name] of names.entries()) {
      expect(entries.map((entry) => matchesHost(entry, name))).toEqual(
        names.map((_, i) => i === index),
      );
    }
  });
});

describe('several files', () => {
  const file = (name: string, text: string) => ({ path: name, entries: parseKnownHosts(text) });
  const web01 = { address: 'web01', port: 22 };

  test('are one: a key in the second is known although the first has another', () => {
    const files = [file('a', `web01 ${other}`), file('b', `web01 ${shown}`)];
    expect(hostKeyVerdict(web01, key, files)).toEqual({ kind: 'known', file: 'b', line: 1 });
  });

  test('are named where the entry stands', () => {
    const files = [file('a', `db ${other}`), file('b', `\nweb01 ${other}`)];
    expect(hostKeyVerdict(web01, key, files)).toMatchObject({ file: 'b', line: 2 });
  });

  test('tell which types of key to ask for', () => {
    const files = [file('a', `web01 ${rsa}\n@revoked web01 ${other}`), file('b', `db ${shown}`)];
    expect(knownKeyTypes(web01, files)).toEqual(['ssh-rsa']);
    expect(knownKeyTypes({ address: 'web01', port: 2222 }, files)).toEqual(['ssh-rsa']);
    expect(knownKeyTypes({ address: 'web9', port: 22 }, files)).toEqual([]);
  });

  test('say when an authority stands for a host', () => {
    const files = [file('a', `@cert-authority *,!db ${other}`)];
    expect(hostKeyVerdict(web01, key, files)).toEqual({ kind: 'unknown', certified: true });
  });
});

let asked = 0;

const words = {
  unknown: /^No \S+ host key is known/m,
  changed: /IDENTIFICATION HAS CHANGED/,
  revoked: /REVOKED HOST KEY/,
};

/** A server with the key that is shown, which lets nobody in. */
const server = new ssh2.Server({ hostKeys: [pair.private] }, (client) => {
  client.on('error', () => {});
  client.on('authentication', (context) => context.reject());
});

beforeAll(() => once(server.listen(0, '127.0.0.1'), 'listening'));
afterAll(() => void server.close());

async function sshSays(known: string, alias: string): Promise<string> {
  const options = [
    'StrictHostKeyChecking=yes',
    'BatchMode=yes',
    `HostKeyAlias=${alias}`,
    `UserKnownHostsFile="${known}"`,
    'GlobalKnownHostsFile=none',
    'UpdateHostKeys=no',
    'IdentityFile=none',
    'IdentityAgent=none',
  ].flatMap((option) => ['-o', option]);
  const { port } = server.address() as AddressInfo;
  const args = ['-F', 'none', ...options, '-p', String(port), '127.0.0.1', 'true'];
  const child = spawn('ssh', args, { stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr.on('data', (text) => {
    said += text;
  });
  await once(child, 'close');
  return said;
}

/** The lines that `ssh-keygen -F` names, with and without a marker. */
function linesFound(known: string, name: string): number[] {
  try {
    const found = execFileSync('ssh-keygen', ['-F', name, '-f', known], { stdio: 'pipe' });
    return [...found.toString().matchAll(/ found: line (\d+)/g)].map(([, line]) => Number(line));
  } catch {
    return [];
  }
}
