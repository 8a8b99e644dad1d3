import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';

/** A folder for keys, gone with the test. */
export function keyFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'tutti-keys-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A new key of ssh-keygen's; `arguments_` as it takes them. Returns its path. */
export function sshKey(folder: string, type: string, passphrase = '', more: string[] = []): string {
  const file = path.join(folder, `${type}-${more.join('')}${passphrase && 'x'}`);
  const named = ['-q', '-t', type, '-N', passphrase, '-a', '4', '-C', 'test', '-f', file];
  execFileSync('ssh-keygen', [...named, ...more]);
  return file;
}

/** A new key of openssl's in PKCS#8, with its public half in SSH's form beside it. */
export function pkcs8Key(folder: string, algorithm: string, passphrase?: string): string {
  const file = path.join(folder, `${algorithm.replaceAll(/\W/g, '')}-pkcs8`);
  const [kind = '', ...parameters] = algorithm.split(' ');
  const options = parameters.flatMap((each) => ['-pkeyopt', each]);
  execFileSync('openssl', ['genpkey', '-algorithm', kind, ...options, '-out', file], {
    stdio: 'ignore',
  });
  const opened = execFileSync('openssl', ['pkey', '-in', file, '-pubout']).toString();
  writeFileSync(`${file}.spki`, opened);
  if (passphrase === undefined) return file;
  const pass = ['-v2', 'aes-256-cbc', '-passout', `pass:${passphrase}`];
  execFileSync('openssl', ['pkcs8', '-topk8', '-in', file, '-out', `${file}.enc`, ...pass]);
  renameSync(`${file}.enc`, file);
  return file;
}

/** The public half that was written beside a key. */
export function publicHalf(file: string): Buffer {
  const [, base64 = ''] = readFileSync(`${file}.pub`, 'utf8').split(' ');
  return Buffer.from(base64, 'base64');
}
