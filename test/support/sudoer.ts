import { execFileSync } from 'node:child_process';
import { existsSync, rmSync, writeFileSync } from 'node:fs';

/** Why no sudo can be tried here; `undefined` where it can. */
export function sudoMissing(): string | undefined {
  return existsSync('/usr/bin/sudo') && existsSync('/etc/sudoers.d')
    ? undefined
    : 'sudo is not installed';
}

export interface Sudoer {
  readonly password: string;
  /** Behind `ALL=(ALL:ALL)`, e.g. `NOPASSWD: ALL`. */
  readonly rule?: string;
  /** Without the user, e.g. `passwd_tries=1`. */
  readonly defaults?: string;
}

/** Lets a user run all as root. Returns what takes it back. */
export function letSudo(user: string, { password, rule = 'ALL', defaults }: Sudoer): () => void {
  const file = `/etc/sudoers.d/tutti-${user}`;
  const lines = [`${user} ALL=(ALL:ALL) ${rule}`];
  if (defaults !== undefined) lines.push(`Defaults:${user} ${defaults}`);
  writeFileSync(file, `${lines.join('\n')}\n`, { mode: 0o440 });
  execFileSync('chpasswd', { input: `${user}:${password}\n` });
  return () => rmSync(file, { force: true });
}
