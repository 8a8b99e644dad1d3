import { createHmac } from 'node:crypto';
import { existsSync, writeFileSync } from 'node:fs';

const module = '/lib/x86_64-linux-gnu/security/pam_oath.so';
const key = Buffer.from('a key of the tests, 20');

/** Why sshd cannot ask for one-time codes here; `undefined` where it can. */
export const oathMissing = (): string | undefined =>
  existsSync(module) ? undefined : 'libpam-oath is not installed';

/** A PAM rule that asks for a user's codes, which are good once each. */
export const askCode = (file: string): string =>
  `auth required pam_oath.so usersfile=${file} window=20 digits=6`;

/** Makes the file that the rule names. */
export function writeUsers(file: string, user: string): void {
  writeFileSync(file, `HOTP\t${user}\t-\t${key.toString('hex')}\n`, { mode: 0o600 });
}

/** The code with this number, counted from 0 (RFC 4226). */
export function code(number: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(number));
  const hash = createHmac('sha1', key).update(counter).digest();
  const at = (hash.at(-1) ?? 0) & 15;
  return String((hash.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}
