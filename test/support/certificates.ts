import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';

/** A new key without a passphrase; returns its file. */
export function makeKey(folder: string, name: string, ...options: readonly string[]): string {
  const file = path.join(folder, name);
  const type = options.length > 0 ? options : ['-t', 'ed25519', '-N', ''];
  execFileSync('ssh-keygen', ['-q', ...type, '-f', file]);
  return file;
}

/** An authority that signs keys of users and of hosts (ssh-keygen(1), CERTIFICATES). */
export class Authority {
  readonly file: string;

  constructor(folder: string) {
    this.file = makeKey(folder, 'authority');
  }

  get publicKey(): string {
    return readFileSync(`${this.file}.pub`, 'utf8').trim();
  }

  /** Writes `KEY-cert.pub` beside the key. `names`: the users, or the hosts, that it is for. */
  sign(key: string, kind: 'user' | 'host', names: string): void {
    const forHost = kind === 'host' ? ['-h'] : [];
    const args = ['-q', '-s', this.file, '-I', 'test', ...forHost, '-n', names, `${key}.pub`];
    execFileSync('ssh-keygen', args, { stdio: 'ignore' });
  }
}
