import { chmodSync, chownSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { readInventory } from '../../src/inventory/read-inventory.ts';

function inventory(rest: string): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'tutti-owner-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = path.join(folder, 'inventory.yaml');
  writeFileSync(file, `version: 1\nhosts: { h: { ${rest} } }\n`);
  return file;
}

const withPrograms = [
  'password_command: [pass, h]',
  'ssh_options: { ProxyCommand: "nc %h %p" }',
  'ssh_options: { knownhostscommand: "/bin/true" }',
] as const;

describe('an inventory that names programs to be run here', () => {
  test.each(withPrograms)('is refused where others can write it: %s', async (rest) => {
    const file = inventory(rest);
    chmodSync(file, 0o664);
    await expect(readInventory(file)).rejects.toThrow(`run: chmod go-w ${file}`);
    chmodSync(file, 0o644);
    expect((await readInventory(file)).hosts.size).toBe(1);
  });

  test.skipIf(process.getuid?.() !== 0)('is refused where somebody else owns it', async () => {
    const file = inventory(withPrograms[0]);
    chownSync(file, 12345, 12345);
    await expect(readInventory(file)).rejects.toThrow(`chown 0 ${file}`);
  });
});

test('one that names none may be anybody’s', async () => {
  const file = inventory('ssh_options: { Compression: "yes" }');
  chmodSync(file, 0o666);
  if (process.getuid?.() === 0) chownSync(file, 12345, 12345);
  expect((await readInventory(file)).hosts.size).toBe(1);
});
