import type { ChildProcess } from 'node:child_process';
import { type AddressInfo, connect, type Socket } from 'node:net';
import ssh2, { type Connection, type ServerChannel, type Session } from 'ssh2';
import { type DemoAccess, guard } from './demo-access.ts';
import { serveExec, signalGroup } from './exec-channel.ts';
import { killLeftovers } from './leftovers.ts';
import { serveSftp } from './sftp-subsystem.ts';
import {
  hasTerminals,
  type PtyRequest,
  serveTerminal,
  type TerminalProgram,
} from './terminal-channel.ts';

export interface DemoHostOptions {
  /** Private, in OpenSSH's format. */
  readonly hostKey: string;
  readonly access: DemoAccess;
  readonly home: string;
  readonly env: NodeJS.ProcessEnv;
  /** Channels that one connection may have, as sshd's MaxSessions. */
  readonly maxSessions?: number;
  /** Connections that have not logged in yet; further ones are dropped, as by sshd's MaxStartups. */
  readonly maxStartups?: number;
}

/** One SSH server on loopback that runs real commands. */
export class DemoHost {
  port = 0;
  /** Logins that were refused, for those who count attempts. */
  refusals = 0;
  /** Connections that were dropped before their handshake. */
  dropped = 0;
  /** So many of the next connections are dropped. */
  dropNext = 0;
  /** Its SFTP is switched off. */
  withoutSftp = false;
  /** A connection is cut when it brings a password. */
  cutAtPassword = false;
  readonly #options: DemoHostOptions;
  readonly #connections = new Set<Connection>();
  readonly #children = new Set<ChildProcess>();
  #startups = 0;
  #server: ssh2.Server | undefined;

  constructor(options: DemoHostOptions) {
    this.#options = options;
  }

  /** Those that are open, logged in or not. */
  get connections(): number {
    return this.#connections.size;
  }

  /** Listens, on the same port as before if it was started before. */
  start(): Promise<void> {
    const server = new ssh2.Server({ hostKeys: [this.#options.hostKey] }, (connection) =>
      this.#serve(connection),
    );
    this.#server = server;
    return new Promise((resolve, reject) => {
      server.once('error', reject);
      server.listen(this.port, '127.0.0.1', () => {
        this.port = (server.address() as AddressInfo).port;
        resolve();
      });
    });
  }

  /** Cuts every connection; the host listens on. */
  cut(): void {
    for (const connection of this.#connections) socketOf(connection)?.destroy();
  }

  /** The connections stay, and nothing is answered any more. */
  freeze(): void {
    for (const connection of this.#connections) socketOf(connection)?.pause().cork();
  }

  thaw(): void {
    for (const connection of this.#connections) {
      const socket = socketOf(connection);
      socket?.resume();
      socket?.uncork();
    }
  }

  /** The host dies with everything that runs on it. */
  stop(): void {
    this.close();
    killLeftovers(this.#options.home);
  }

  /** As `stop`, but what left its process group is not looked for. */
  close(): void {
    this.#server?.close();
    this.cut();
    for (const child of this.#children) signalGroup(child, 'SIGKILL');
    this.#children.clear();
  }

  #serve(connection: Connection): void {
    const { access, maxStartups = Number.POSITIVE_INFINITY } = this.#options;
    connection.on('error', () => {});
    if (this.dropNext > 0 || this.#startups >= maxStartups) {
      this.dropped += 1;
      this.dropNext = Math.max(0, this.dropNext - 1);
      socketOf(connection)?.destroy();
      return;
    }
    socketOf(connection)?.setNoDelay(true);
    this.#connections.add(connection);
    this.#startups += 1;
    let starting = true;
    const started = () => {
      if (starting) this.#startups -= 1;
      starting = false;
    };
    connection.on('close', () => {
      started();
      this.#connections.delete(connection);
    });
    const decide = guard(access, () => {
      this.refusals += 1;
    });
    connection.on('authentication', (context) => {
      if (this.cutAtPassword && context.method === 'password') socketOf(connection)?.destroy();
      else decide(context);
    });
    connection.on('ready', () => {
      started();
      this.#ready(connection);
    });
  }

  #ready(connection: Connection): void {
    const { maxSessions = 10 } = this.#options;
    let open = 0;
    connection.on('session', (accept, reject) => {
      if (open >= maxSessions) return reject();
      open += 1;
      const session = accept();
      session.on('close', () => {
        open -= 1;
      });
      this.#runCommands(session);
    });
    // A jump host passes connections on.
    connection.on('tcpip', (accept, reject, { destIP, destPort }) => {
      const socket = connect(destPort, destIP);
      socket.once('connect', () => pass(socket, accept())).once('error', () => reject());
    });
  }

  #runCommands(session: Session): void {
    const { home, env } = this.#options;
    let child: ChildProcess | undefined;
    let pty: PtyRequest | undefined;
    let terminal: TerminalProgram | undefined;
    session.on('pty', (accept, reject, { term, cols, rows }) => {
      // The types do not know of TERM (RFC 4254, 6.2).
      if (!hasTerminals()) return reject();
      pty = { term: term ?? 'xterm', columns: cols, rows };
      accept?.();
    });
    session.on('window-change', (accept, _reject, { cols, rows }) => {
      accept?.();
      terminal?.resize(cols, rows);
    });
    session.on('exec', (accept, reject, { command }) => {
      if (child) return reject();
      if (pty) terminal = serveTerminal(accept(), command, home, env, pty);
      const started = terminal?.child ?? serveExec(accept(), command, home, env);
      child = started;
      this.#children.add(started);
      started.once('exit', () => this.#children.delete(started));
    });
    session.on('subsystem', (accept, reject, { name }) => {
      if (name === 'sftp' && !this.withoutSftp) serveSftp(accept(), home);
      else reject();
    });
    session.on('signal', (accept, _reject, { name }) => {
      accept?.();
      if (child) signalGroup(child, `SIG${name}` as NodeJS.Signals);
    });
  }
}

function pass(socket: Socket, channel: ServerChannel): void {
  socket.setNoDelay(true);
  socket.on('error', () => channel.close()).on('close', () => channel.close());
  channel.on('error', () => socket.destroy()).on('close', () => socket.destroy());
  channel.pipe(socket).pipe(channel);
}

/** ssh2 keeps it to itself; a host that dies does so without a word of its protocol. */
const socketOf = (connection: Connection): Socket | undefined =>
  (connection as unknown as { _sock?: Socket })._sock;
