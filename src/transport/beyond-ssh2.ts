import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { sshHome } from '../ssh-config/ssh-home.ts';
import { agentSocket } from './agent-socket.ts';
import { connectSeconds } from './connect-limit.ts';
import type { Route } from './route.ts';

/** The host's identity files that ssh2 cannot use, in words; undefined if none. */
export function filesBeyondSsh2(route: Route): string | undefined {
  const files = route.identityFiles ?? route.ssh.identityFiles ?? sshsOwnFiles(sshHome());
  const certified = files.find((file) => existsSync(`${file}-cert.pub`));
  if (certified !== undefined) return `there is a certificate for ${certified}`;
  const onToken = files.find((file) => isOnToken(firstLine(`${file}.pub`)));
  return onToken && `${onToken} is on a security key`;
}

/** What else ssh could log in with: agent keys that ssh2 skips, a Kerberos ticket; undefined if nothing. */
export async function moreThanSsh2(route: Route): Promise<string | undefined> {
  if (route.ssh.gssapi && (await hasTicket())) return 'there is a Kerberos ticket';
  const keys = await keysOfAgent(agentSocket(route), connectSeconds(route));
  if (keys.some(isOnToken)) return 'the agent has a security key';
  return keys.some(isCertificate) ? 'the agent has a certificate' : undefined;
}

/** ssh_config(5), IdentityFile. */
const sshsOwnFiles = (home: string): string[] =>
  ['rsa', 'ecdsa', 'ecdsa_sk', 'ed25519', 'ed25519_sk'].map((type) =>
    path.join(home, '.ssh', `id_${type}`),
  );

const isOnToken = (publicKey: string): boolean => /^sk-/.test(publicKey);
const isCertificate = (publicKey: string): boolean => /^\S+-cert-v01@openssh\.com /.test(publicKey);

function firstLine(file: string): string {
  try {
    return readFileSync(file, 'latin1').split('\n', 1)[0] ?? '';
  } catch {
    return '';
  }
}

/** As ssh-add lists them; a silent agent may use up only a part of a connect's `seconds`. */
function keysOfAgent(socket: string | undefined, seconds: number): Promise<string[]> {
  if (socket === undefined) return Promise.resolve([]);
  const env = { ...process.env, SSH_AUTH_SOCK: socket };
  const timeout = Math.min(3000, seconds * 250);
  return new Promise((resolve) => {
    execFile('ssh-add', ['-L'], { env, timeout }, (_, keys) => resolve(keys.split('\n')));
  });
}

/** Whether there is one that has not expired (klist(1)). */
function hasTicket(): Promise<boolean> {
  return new Promise((resolve) => {
    execFile('klist', ['-s'], { timeout: 3000 }, (error) => resolve(error === null));
  });
}
