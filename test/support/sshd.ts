import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer, connect as dialTcp } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Host } from '../../src/domain/host.ts';

const program = '/usr/sbin/sshd';

/** Why no sshd can be started here, for a skipped test to print; `undefined` where it can. */
export function sshdMissing(): string | undefined {
  if (!existsSync(program)) return `${program} is not installed`;
  if (process.getuid?.() !== 0) return 'sshd for other users needs root';
  return undefined;
}

export interface SshdOptions {
  /** Further lines of sshd_config, e.g. `MaxSessions 1`. */
  readonly config?: readonly string[];
  /** An ordinary user is made for the time of the test, with this login shell. Absent: root logs in. */
  readonly loginShell?: string;
}

/** A real OpenSSH sshd on a loopback port, with a host key, a user key and a directory of its own. */
export class Sshd {
  readonly folder = mkdtempSync(join(tmpdir(), 'tutti-sshd-'));
  readonly identityFile = join(this.folder, 'user_key');
  readonly knownHosts = join(this.folder, 'known_hosts');
  readonly user: string;
  port = 0;
  readonly #options: SshdOptions;
  #child: ChildProcess | undefined;
  #madeRun = false;

  private constructor(options: SshdOptions) {
    this.#options = options;
    this.user = options.loginShell === undefined ? 'root' : `tt${process.pid}x${users++}`;
  }

  static async start(options: SshdOptions = {}): Promise<Sshd> {
    const sshd = new Sshd(options);
    await sshd.#start();
    return sshd;
  }

  get home(): string {
    return this.user === 'root' ? '/root' : join(this.folder, 'home');
  }

  /** How a host that is this sshd looks in an inventory. */
  get host(): Pick<
    Host,
    'address' | 'port' | 'user' | 'identityFiles' | 'knownHosts' | 'hostKeyCheck'
  > {
    return {
      address: '127.0.0.1',
      port: this.port,
      user: this.user,
      identityFiles: [this.identityFile],
      knownHosts: this.knownHosts,
      hostKeyCheck: 'yes',
    };
  }

  /** Process ids of the connections it serves, newest last. */
  connections(): number[] {
    const all = execFileSync('ps', ['-A', '-o', 'pid=,ppid=']).toString().trim().split('\n');
    const pairs = all.map((line) => line.trim().split(/\s+/).map(Number));
    return pairs.filter(([, parent]) => parent === this.#child?.pid).map(([pid]) => pid ?? 0);
  }

  /** Ends the daemon, its connections and all that its user still runs. */
  async stop(): Promise<void> {
    const descendants = this.#child?.pid === undefined ? [] : descendantsOf(this.#child.pid);
    for (const pid of [...descendants, this.#child?.pid ?? 0]) kill(pid);
    if (
      this.#child !== undefined &&
      this.#child.exitCode === null &&
      this.#child.signalCode === null
    ) {
      await once(this.#child, 'exit');
    }
    if (this.user !== 'root') {
      for (const pid of processesOf(this.user)) kill(pid);
      execFileSync('userdel', ['-f', this.user], { stdio: 'ignore' });
    }
    rmSync(this.folder, { recursive: true, force: true });
    if (this.#madeRun) rmSync('/run/sshd', { recursive: true, force: true });
  }

  async #start(): Promise<void> {
    chmodSync(this.folder, 0o755);
    if (!existsSync('/run/sshd')) {
      mkdirSync('/run/sshd', { mode: 0o755 });
      this.#madeRun = true;
    }
    this.port = await freePort();
    this.#makeKeys();
    if (this.#options.loginShell !== undefined) this.#makeUser(this.#options.loginShell);
    const config = join(this.folder, 'sshd_config');
    writeFileSync(config, `${this.#config().join('\n')}\n`);
    this.#child = spawn(program, ['-D', '-e', '-f', config], { stdio: 'ignore', detached: true });
    await answering(this.port, this.#child);
  }

  #makeKeys(): void {
    for (const name of ['host_key', 'user_key']) {
      execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', join(this.folder, name)]);
    }
    const key = readFileSync(join(this.folder, 'host_key.pub'), 'utf8');
    writeFileSync(this.knownHosts, `[127.0.0.1]:${this.port} ${key}`);
  }

  #makeUser(loginShell: string): void {
    mkdirSync(this.home);
    const hash = execFileSync('openssl', ['passwd', '-6', 'unused']).toString().trim();
    execFileSync('useradd', ['-M', '-d', this.home, '-s', loginShell, '-p', hash, this.user], {
      stdio: 'ignore',
    });
    const [uid = 0, gid = 0] = ['-u', '-g'].map((flag) =>
      Number(execFileSync('id', [flag, this.user]).toString()),
    );
    chownSync(this.home, uid, gid);
  }

  #config(): readonly string[] {
    return [
      'ListenAddress 127.0.0.1',
      `Port ${this.port}`,
      `HostKey ${join(this.folder, 'host_key')}`,
      `AuthorizedKeysFile ${join(this.folder, 'user_key.pub')}`,
      'PidFile none',
      'UsePAM no',
      'UseDNS no',
      'StrictModes no',
      'PasswordAuthentication no',
      'KbdInteractiveAuthentication no',
      'PermitRootLogin prohibit-password',
      'MaxStartups 200',
      'PrintLastLog no',
      'PrintMotd no',
      'Subsystem sftp internal-sftp',
      'LogLevel ERROR',
      ...(this.#options.config ?? []),
    ];
  }
}

let users = 0;

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no free port');
  return address.port;
}

async function answering(port: number, child: ChildProcess): Promise<void> {
  while (child.exitCode === null) {
    const socket = dialTcp(port, '127.0.0.1');
    const up = await new Promise<boolean>((resolve) => {
      socket.once('connect', () => resolve(true));
      socket.once('error', () => resolve(false));
    });
    socket.destroy();
    if (up) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error(`sshd ended with code ${child.exitCode}`);
}

function descendantsOf(root: number): number[] {
  const all = execFileSync('ps', ['-A', '-o', 'pid=,ppid=']).toString().trim().split('\n');
  const pairs = all.map((line) => line.trim().split(/\s+/).map(Number));
  const found = new Set([root]);
  for (let size = 0; size !== found.size; ) {
    size = found.size;
    for (const [pid = 0, parent = 0] of pairs) if (found.has(parent)) found.add(pid);
  }
  found.delete(root);
  return [...found];
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
