import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { answering, freePort } from './ports.ts';
import { cutConnections, endTree, loopbackHost, makeUser, removeUser } from './server-users.ts';

const program = '/usr/sbin/dropbear';

/** Why no dropbear can be started here; `undefined` where it can. */
export function dropbearMissing(): string | undefined {
  if (!existsSync(program)) return `${program} is not installed`;
  if (process.getuid?.() !== 0) return 'dropbear for other users needs root';
  return undefined;
}

/** A real dropbear on a loopback port, with a user that is made for the time of the test. */
export class Dropbear {
  readonly folder = mkdtempSync(join(tmpdir(), 'tutti-dropbear-'));
  readonly home = join(this.folder, 'home');
  readonly identityFile = join(this.folder, 'user_key');
  readonly knownHosts = join(this.folder, 'known_hosts');
  user = '';
  port = 0;
  #child: ChildProcess | undefined;

  /** `loginShell` must be one of /etc/shells. */
  static async start({ loginShell }: { readonly loginShell: string }): Promise<Dropbear> {
    const dropbear = new Dropbear();
    await dropbear.#start(loginShell);
    return dropbear;
  }

  get host() {
    return loopbackHost(this);
  }

  /** As a reset. */
  cut(): void {
    cutConnections(this.#child?.pid ?? 0, 'dropbear');
  }

  /** Ends the daemon, its connections and all that its user still runs. */
  async stop(): Promise<void> {
    if (this.#child !== undefined) await endTree(this.#child);
    if (this.user !== '') removeUser(this.user);
    rmSync(this.folder, { recursive: true, force: true });
  }

  async #start(loginShell: string): Promise<void> {
    chmodSync(this.folder, 0o755);
    this.port = await freePort();
    const hostKey = join(this.folder, 'host_key');
    const made = execFileSync('dropbearkey', ['-t', 'ed25519', '-f', hostKey], { stdio: 'pipe' });
    const [key = ''] = /^ssh-ed25519 \S+/m.exec(made.toString()) ?? [];
    writeFileSync(this.knownHosts, `[127.0.0.1]:${this.port} ${key}\n`);
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', this.identityFile]);
    this.user = makeUser(this.home, loginShell);
    this.#authorize();
    this.#child = spawn(
      program,
      [
        '-F',
        '-E',
        '-s',
        '-p',
        `127.0.0.1:${this.port}`,
        '-r',
        hostKey,
        '-P',
        join(this.folder, 'pid'),
      ],
      { stdio: 'ignore', detached: true },
    );
    await answering(this.port, this.#child);
  }

  #authorize(): void {
    const folder = join(this.home, '.ssh');
    mkdirSync(folder, { mode: 0o700 });
    execFileSync('cp', [`${this.identityFile}.pub`, join(folder, 'authorized_keys')]);
    execFileSync('chown', ['-R', `${this.user}:`, folder]);
  }
}
