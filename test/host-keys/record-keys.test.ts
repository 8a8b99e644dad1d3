import { execFileSync, fork } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { drawKeys } from '../../src/demo/demo-keys.ts';
import { parseKnownHosts } from '../../src/host-keys/known-hosts.ts';
import { keepsKeys, recordKeys } from '../../src/host-keys/record-keys.ts';
import { hostKeyVerdict } from '../../src/host-keys/verdict.ts';

function place(text?: string) {
  const folder = mkdtempSync(path.join(tmpdir(), 'tutti-record-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = path.join(folder, 'known_hosts');
  if (text !== undefined) writeFileSync(file, text);
  return file;
}

function keyFor(file: string, name = 'web01', hashed = false) {
  const [type = '', key = ''] = drawKeys().public.split(' ');
  return { file, name, type, key, hashed };
}

test('every byte that was there stays as it was', () => {
  const before = '# mine\r\n\tgarbage \xff\n\n@revoked * nothing\nlast line without an end';
  const file = place();
  writeFileSync(file, before, 'latin1');
  const key = keyFor(file);
  recordKeys([key]);
  expect(readFileSync(file, 'latin1')).toBe(`${before}\nweb01 ${key.type} ${key.key}\n`);
});

test('a file that others may read stays so, a new one is for its owner', () => {
  const file = place('# mine\n');
  chmodSync(file, 0o644);
  recordKeys([keyFor(file)]);
  expect(statSync(file).mode & 0o777).toBe(0o644);
  const fresh = path.join(path.dirname(file), 'new', 'known_hosts');
  recordKeys([keyFor(fresh)]);
  expect(statSync(fresh).mode & 0o777).toBe(0o600);
  expect(statSync(path.dirname(fresh)).mode & 0o777).toBe(0o700);
});

test('several keys are several lines, the same one is there once', () => {
  const file = place('');
  const keys = [keyFor(file, 'web01'), keyFor(file, '[web02]:2222')];
  recordKeys([...keys, ...keys]);
  expect(parseKnownHosts(readFileSync(file, 'utf8')).map(({ patterns }) => patterns)).toEqual([
    'web01',
    '[web02]:2222',
  ]);
});

test('a hashed name is found again, by us and by ssh-keygen, and not to be read', () => {
  const file = place('');
  const key = keyFor(file, '[web01]:2222', true);
  recordKeys([key]);
  const text = readFileSync(file, 'utf8');
  expect(text).not.toContain('web01');
  const files = [{ path: file, entries: parseKnownHosts(text) }];
  const shown = Buffer.from(key.key, 'base64');
  expect(hostKeyVerdict({ address: 'web01', port: 2222 }, shown, files).kind).toBe('known');
  if (!existsSync('/usr/bin/ssh-keygen')) return;
  expect(execFileSync('ssh-keygen', ['-F', '[web01]:2222', '-f', file]).toString()).toContain(
    key.key,
  );
});

test('two processes at once lose no line of each other', async () => {
  const file = place('no end');
  const script = path.join(path.dirname(file), 'child.ts');
  const source = path.join(import.meta.dirname, '../../src/host-keys/record-keys.ts');
  writeFileSync(
    script,
    `import { keepsKeys, recordKeys } from ${JSON.stringify(source)};
     const [file, who] = process.argv.slice(2);
     for (let i = 0; i < 300; i++) recordKeys([{ file, name: who + i, type: 'ssh-ed25519', key: 'AAAA', hashed: false }]);`,
  );
  const children = ['a', 'b'].map((who) => fork(script, [file, who]));
  expect(await Promise.all(children.map(async (child) => (await once(child, 'exit'))[0]))).toEqual([
    0, 0,
  ]);
  const lines = readFileSync(file, 'utf8').split('\n').filter(Boolean);
  expect(lines[0]).toBe('no end');
  const wanted = ['a', 'b'].flatMap((who) =>
    Array.from({ length: 300 }, (_, i) => `${who}${i} ssh-ed25519 AAAA`),
  );
  expect(lines.slice(1).sort()).toEqual(wanted.sort());
});

test.skipIf(process.getuid?.() !== 0)('a device keeps its mode, and no keys', () => {
  const device = place();
  // As /dev/null is: null(4).
  execFileSync('mknod', ['-m', '666', device, 'c', '1', '3']);
  recordKeys([keyFor(device)]);
  expect(statSync(device).mode & 0o777).toBe(0o666);
  expect(keepsKeys(device)).toBe(false);
  expect(keepsKeys(path.dirname(device))).toBe(false);
  expect(keepsKeys(place(''))).toBe(true);
  expect(keepsKeys(place())).toBe(true);
});

test('a file that cannot be written is told', () => {
  expect(() => recordKeys([keyFor('/proc/known_hosts')])).toThrow();
});
