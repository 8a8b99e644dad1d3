import { execFileSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Fleet } from './fleet.ts';

/** POLYSH names a checkout of polysh (its folder with src/), which Debian does not package. */
const polyshSource = process.env.POLYSH;

export const has = (program: string): boolean => {
  try {
    execFileSync('sh', ['-c', `command -v ${program}`], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
};

export interface Peer {
  readonly name: string;
  readonly argv: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  /** What its prompt says when every host is connected; absent: it connects with its first line. */
  readonly ready?: string;
}

/** The peers that keep their connections and take line after line. */
export function interactivePeers(fleet: Fleet): Peer[] {
  const peers: Peer[] = [];
  const { sshConfig, hosts, folder } = fleet;
  if (polyshSource && existsSync(path.join(polyshSource, 'src', 'polysh'))) {
    const file = path.join(folder, 'hosts');
    writeFileSync(file, hosts.map((host) => `${host}\n`).join(''));
    peers.push({
      name: 'polysh',
      argv: [
        'python3',
        '-c',
        'from polysh.main import main; main()',
        '--ssh',
        `exec ssh -F ${sshConfig} -oLogLevel=Quiet -t %(host)s %(port)s`,
        '--hosts-file',
        file,
      ],
      env: { ...process.env, TERM: 'dumb', PYTHONPATH: path.join(polyshSource, 'src') },
      ready: `ready (${hosts.length})>`,
    });
  }
  if (has('clush')) {
    peers.push({
      name: 'clush',
      argv: [
        'clush',
        '-f',
        String(hosts.length),
        '-w',
        hosts.join(','),
        '-o',
        `-F ${sshConfig}_kept`,
      ],
      env: { ...process.env, TERM: 'dumb' },
    });
  }
  return peers;
}

/** The peers that connect, run one command and end. */
export function oneShotPeers(fleet: Fleet, command: string): Peer[] {
  const { sshConfig, hosts } = fleet;
  const all = hosts.join(',');
  const count = String(hosts.length);
  const peers: Peer[] = [];
  const ssh = `printf '%s\\n' ${hosts.join(' ')} | xargs -P ${count} -I{} ssh -F ${sshConfig} {} '${command}'`;
  if (has('ssh'))
    peers.push({ name: 'ssh × N by xargs', argv: ['sh', '-c', ssh], env: process.env });
  if (has('pdsh')) {
    const env = { ...process.env, PDSH_SSH_ARGS_APPEND: `-F ${sshConfig}`, PDSH_RCMD_TYPE: 'ssh' };
    peers.push({ name: 'pdsh', argv: ['pdsh', '-f', count, '-w', all, command], env });
  }
  if (has('clush')) {
    peers.push({
      name: 'clush',
      argv: ['clush', '-f', count, '-w', all, '-o', `-F ${sshConfig}`, command],
      env: process.env,
    });
  }
  return peers;
}
