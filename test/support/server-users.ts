import { type ChildProcess, execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, mkdirSync, readFileSync } from 'node:fs';
import type { Host } from '../../src/domain/host.ts';

let users = 0;

/** A user for the time of a test. Returns its name. */
export function makeUser(home: string, loginShell: string, password = 'unused'): string {
  const user = `tt${process.pid}x${users++}`;
  mkdirSync(home);
  const hash = execFileSync('openssl', ['passwd', '-6', '-stdin'], {
    input: password,
  })
    .toString()
    .trim();
  execFileSync('useradd', ['-M', '-d', home, '-s', loginShell, '-p', hash, user], {
    stdio: 'ignore',
  });
  const [uid = 0, gid = 0] = ['-u', '-g'].map((flag) =>
    Number(execFileSync('id', [flag, user]).toString()),
  );
  chownSync(home, uid, gid);
  return user;
}

/** And all that it still runs. */
export function removeUser(user: string): void {
  for (const pid of processesOf(user)) kill(pid);
  execFileSync('userdel', ['-f', user], { stdio: 'ignore' });
}

/** How a host that is a server of this machine looks in an inventory. */
export function loopbackHost(server: {
  readonly address?: string;
  readonly port: number;
  readonly user: string;
  readonly identityFile: string;
  readonly knownHosts: string;
}): Pick<Host, 'address' | 'port' | 'user' | 'identityFiles' | 'knownHosts' | 'hostKeyCheck'> {
  return {
    address: server.address ?? '127.0.0.1',
    port: server.port,
    user: server.user,
    identityFiles: [server.identityFile],
    knownHosts: server.knownHosts,
    hostKeyCheck: 'yes',
  };
}

/** Ends a daemon and all that it has started. */
export async function endTree(child: ChildProcess): Promise<void> {
  const { pid } = child;
  if (pid === undefined) return;
  for (const one of [...descendantsOf(pid), pid]) kill(one);
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
}

/** Newest last. */
export const childrenOf = (parent: number): number[] =>
  parents()
    .filter(([, its]) => its === parent)
    .map(([pid]) => pid);

/** The daemon's own processes for its connections: for an ordinary user sshd has two of them. */
export function cutConnections(daemon: number, name: string): void {
  const first = childrenOf(daemon);
  const second = first.flatMap(childrenOf).filter((pid) => nameOf(pid) === name);
  for (const pid of [...first, ...second]) kill(pid);
}

function nameOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/comm`, 'utf8').trim();
  } catch {
    return '';
  }
}

function descendantsOf(root: number): number[] {
  const pairs = parents();
  const found = new Set([root]);
  for (let size = 0; size !== found.size; ) {
    size = found.size;
    for (const [pid, parent] of pairs) if (found.has(parent)) found.add(pid);
  }
  found.delete(root);
  return [...found];
}

/** Each process with its parent. */
function parents(): [number, number][] {
  const all = execFileSync('ps', ['-A', '-o', 'pid=,ppid=']).toString().trim().split('\n');
  return all.map((line) => {
    const [pid = 0, parent = 0] = line.trim().split(/\s+/).map(Number);
    return [pid, parent];
  });
}

function processesOf(user: string): number[] {
  try {
    return execFileSync('ps', ['-u', user, '-o', 'pid='])
      .toString()
      .trim()
      .split(/\s+/)
      .map(Number);
  } catch {
    return [];
  }
}

function kill(pid: number): void {
  if (pid < 2) return;
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It is gone already.
  }
}
