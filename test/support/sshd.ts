import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Network } from './network.ts';
import { answering, freePort } from './ports.ts';
import { kill } from './processes.ts';
import {
  childrenOf,
  cutConnections,
  endTree,
  loopbackHost,
  makeUser,
  removeUser,
} from './server-users.ts';

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
  /** That user's, which may log in with it. */
  readonly password?: string;
  /** Its PAM service (pam.d(5)), for `UsePAM yes`. */
  readonly pam?: readonly string[];
  /** A /tmp that no other host shares: the hosts of this machine are then different ones there. */
  readonly ownTmp?: true;
  /** Keep what the daemon says of logins, for `log()`. */
  readonly log?: true;
  /** It is at the other end of it. */
  readonly network?: Network;
}

/** Why no host can have a /tmp of its own; `undefined` where it can. */
export function ownTmpMissing(): string | undefined {
  try {
    execFileSync('unshare', ['-m', 'mount', '--make-rprivate', '/'], { stdio: 'ignore' });
    return undefined;
  } catch {
    return 'no mount namespaces can be made here';
  }
}

/** A real OpenSSH sshd on a loopback port, with a host key, a user key and a directory of its own. */
export class Sshd {
  readonly folder: string;
  user = 'root';
  port = 0;
  readonly #options: SshdOptions;
  #child: ChildProcess | undefined;
  #madeRun = false;
  #stopped = false;
  #command: readonly string[] = [];
  /** Connections of a daemon that was restarted. */
  readonly #orphans: number[] = [];

  private constructor(options: SshdOptions) {
    this.#options = options;
    this.folder = mkdtempSync(join(options.ownTmp ? '/var/tmp' : tmpdir(), 'tutti-sshd-'));
  }

  static async start(options: SshdOptions = {}): Promise<Sshd> {
    const sshd = new Sshd(options);
    await sshd.#start();
    return sshd;
  }

  get identityFile(): string {
    return join(this.folder, 'user_key');
  }

  get knownHosts(): string {
    return join(this.folder, 'known_hosts');
  }

  /** Its /tmp, seen from here. */
  get tmp(): string {
    return this.#options.ownTmp ? join(this.folder, 'tmp') : '/tmp';
  }

  get address(): string {
    return this.#options.network?.address ?? '127.0.0.1';
  }

  get home(): string {
    return this.user === 'root' ? '/root' : join(this.folder, 'home');
  }

  get host() {
    return loopbackHost(this);
  }

  /** What it has said so far. */
  log(): string {
    return readFileSync(this.#log, 'utf8');
  }

  get #log(): string {
    return join(this.folder, 'log');
  }

  /** Process ids of the connections it serves, newest last. */
  connections(): number[] {
    return childrenOf(this.#child?.pid ?? 0);
  }

  /** As a reset. */
  cut(): void {
    cutConnections(this.#child?.pid ?? 0, 'sshd');
  }

  /** Ends the daemon, its connections and all that its user still runs. */
  async stop(): Promise<void> {
    if (this.#stopped) return;
    this.#stopped = true;
    for (const pid of this.#orphans) kill(pid);
    if (this.#child !== undefined) await endTree(this.#child);
    if (this.user !== 'root') removeUser(this.user);
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
    const { loginShell, password, ownTmp, pam } = this.#options;
    if (loginShell !== undefined) {
      this.user = makeUser(join(this.folder, 'home'), loginShell, password);
    }
    const config = join(this.folder, 'sshd_config');
    writeFileSync(config, `${this.#config().join('\n')}\n`);
    const daemon = [program, '-D', '-e', '-f', config];
    this.#command = [
      ...(ownTmp ? seeing(this.#makeTmp(), '/tmp') : []),
      ...(pam ? seeing(this.#makePam(pam), '/etc/pam.d/sshd') : []),
      ...daemon,
    ];
    await this.#listen();
  }

  #makePam(pam: readonly string[]): string {
    const file = join(this.folder, 'pam');
    writeFileSync(file, `${pam.join('\n')}\n`);
    return file;
  }

  async #listen(): Promise<void> {
    const [command = '', ...args] = [...(this.#options.network?.prefix ?? []), ...this.#command];
    const log = this.#options.log ? openSync(this.#log, 'a') : 'ignore';
    this.#child = spawn(command, args, { stdio: ['ignore', 'ignore', log], detached: true });
    if (log !== 'ignore') closeSync(log);
    await answering(this.port, this.#child, this.address);
  }

  /** The daemon alone: the connections it serves live on. */
  async restart(): Promise<void> {
    const before = this.#child;
    if (before?.pid === undefined) return;
    this.#orphans.push(...this.connections());
    process.kill(before.pid, 'SIGKILL');
    await once(before, 'exit');
    await this.#listen();
  }

  #makeTmp(): string {
    mkdirSync(this.tmp);
    chmodSync(this.tmp, 0o1777);
    return this.tmp;
  }

  #makeKeys(): void {
    for (const name of ['host_key', 'user_key']) {
      execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', join(this.folder, name)]);
    }
    const key = readFileSync(join(this.folder, 'host_key.pub'), 'utf8');
    writeFileSync(this.knownHosts, `[${this.address}]:${this.port} ${key}`);
  }

  /** Of a keyword that is there twice sshd takes the first, of MaxStartups the last: each is there once. */
  #config(): readonly string[] {
    const { config = [] } = this.#options;
    const match = config.findIndex((line) => /^match\b/i.test(line));
    const own = match === -1 ? config : config.slice(0, match);
    const said = new Set(own.map(keywordOf));
    return [
      ...own,
      ...this.#usual().filter((line) => !said.has(keywordOf(line))),
      ...config.slice(own.length),
    ];
  }

  #usual(): readonly string[] {
    return [
      `ListenAddress ${this.address}`,
      `Port ${this.port}`,
      `HostKey ${join(this.folder, 'host_key')}`,
      `AuthorizedKeysFile ${join(this.folder, 'user_key.pub')}`,
      'PidFile none',
      'UsePAM no',
      'UseDNS no',
      'StrictModes no',
      `PasswordAuthentication ${this.#options.password === undefined ? 'no' : 'yes'}`,
      'KbdInteractiveAuthentication no',
      'PermitRootLogin prohibit-password',
      'MaxStartups 200',
      'PrintLastLog no',
      'PrintMotd no',
      'Subsystem sftp internal-sftp',
      `LogLevel ${this.#options.log ? 'VERBOSE' : 'ERROR'}`,
    ];
  }
}

const keywordOf = (line: string): string => line.split(/\s/, 1)[0]?.toLowerCase() ?? '';

/** Before a command: it sees something of ours in that place, in a mount namespace of its own (unshare(1)). */
const seeing = (ours: string, place: string): string[] => [
  ...['unshare', '-m', 'sh', '-c'],
  `mount --make-rprivate / && mount --bind "$0" ${place} && exec "$@"`,
  ours,
];
