import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { guardAddon } from '../transport/addon-guard.ts';
import { version } from './version.ts';

/** What `tutti version` prints: our version, and those that a bug report should name. */
export async function versionDetails(tool: string): Promise<string> {
  const lines = [
    `${tool} ${version}`,
    `Node ${process.versions.node}`,
    ssh2Line(),
    await sshLine(),
  ];
  return `${lines.join('\n')}\n`;
}

const load = createRequire(import.meta.url);

/** ssh2 itself is not loaded here; the addon is, as in a worker. */
function ssh2Line(): string {
  const { version } = load('ssh2/package.json') as { readonly version: string };
  guardAddon();
  try {
    load('ssh2/lib/protocol/crypto/build/Release/sshcrypto.node');
    return `ssh2 ${version}, with its native addon`;
  } catch {
    return `ssh2 ${version}, without its native addon: the same, but slower`;
  }
}

/** `OpenSSH_9.2p1 Debian-2+deb12u10, OpenSSL 3.0.20`, which ssh prints on stderr. */
function sshLine(): Promise<string> {
  return new Promise((resolve) => {
    execFile('ssh', ['-V'], { timeout: 2000 }, (error, _, said) => {
      const line = said.split('\n', 1)[0]?.replace(/[^ -~]/g, '');
      resolve(error || !line ? 'no ssh here: ~/.ssh/config is read by tutti itself' : line);
    });
  });
}
