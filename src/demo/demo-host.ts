import type { ChildProcess } from 'node:child_process';
import { type AddressInfo, connect, type Socket } from 'node:net';
import ssh2, {
  type AuthContext,
  type Connection,
  type ParsedKey,
  type PublicKeyAuthContext,
  type ServerChannel,
} from 'ssh2';
import { serveExec, signalGroup } from './exec-channel.ts';

/** How a demo host lets its operator in. */
export interface DemoAccess {
  readonly user: string;
  readonly key?: ParsedKey;
  readonly password?: string;
  /** The password by question and answer instead. */
  readonly keyboard?: boolean;
}

export interface DemoHostOptions {
  readonly hostKey: string;
  readonly access: DemoAccess;
  readonly home: string;
  readonly env: NodeJS.ProcessEnv;
  /** Channels that one connection may have, as sshd's MaxSessions. */
  readonly maxSessions?: number;
}

/** One SSH server on loopback that runs real commands. */
export class DemoHost {
  port = 0;
  /** Logins that were refused, for those who count attempts. */
  refusals = 0;
  /** So many of the next connections are dropped before their handshake, as MaxStartups does. */
  dropNext = 0;
  readonly #options: DemoHostOptions;
  readonly #connections = new Set<Connection>();
  readonly #children = new Set<ChildProcess>();
  #server: ssh2.Server | undefined;

  constructor(options: DemoHostOptions) {
    this.#options = options;
  }

  /** Listens, on the same port as before if it was started before. */
  start(): Promise<void> {
    const server = new ssh2.Server(
      { hostKeys: [this.#options.hostKey], keepaliveInterval: 0 },
      (connection) => this.#serve(connection),
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

  /** Stops reading: the connections stay, and nothing is answered any more. */
  freeze(): void {
    for (const connection of this.#connections) socketOf(connection)?.pause();
  }

  /** The host dies with everything that runs on it. */
  stop(): void {
    this.cut();
    this.#server?.close();
    for (const child of this.#children) signalGroup(child, 'SIGKILL');
    this.#children.clear();
  }

  #serve(connection: Connection): void {
    if (this.dropNext > 0) {
      this.dropNext -= 1;
      socketOf(connection)?.destroy();
    }
    socketOf(connection)?.setNoDelay(true);
    this.#connections.add(connection);
    connection.on('error', () => {});
    connection.on('close', () => this.#connections.delete(connection));
    connection.on('authentication', (context) => this.#authenticate(context));
    connection.on('ready', () => this.#ready(connection));
  }

  #authenticate(context: AuthContext): void {
    if (context.method === 'keyboard-interactive' && this.#options.access.keyboard) {
      const prompts = [{ prompt: 'Password: ', echo: false }];
      context.prompt(prompts, ([answer]) =>
        this.#decide(context, answer === this.#options.access.password),
      );
      return;
    }
    this.#decide(context, this.#proves(context));
  }

  #proves(context: AuthContext): boolean {
    const { user, key, password, keyboard } = this.#options.access;
    if (context.username !== user) return false;
    if (context.method === 'publickey') return key !== undefined && provesKey(context, key);
    return context.method === 'password' && !keyboard && context.password === password;
  }

  #decide(context: AuthContext, proved: boolean): void {
    if (proved) {
      context.accept();
      return;
    }
    const { key, keyboard } = this.#options.access;
    if (context.method !== 'none') this.refusals += 1;
    context.reject([key ? 'publickey' : keyboard ? 'keyboard-interactive' : 'password']);
  }

  #ready(connection: Connection): void {
    const { home, env, maxSessions = 10 } = this.#options;
    let open = 0;
    connection.on('session', (accept, reject) => {
      if (open >= maxSessions) {
        reject();
        return;
      }
      open += 1;
      let child: ChildProcess | undefined;
      const session = accept();
      session.on('close', () => {
        open -= 1;
      });
      session.on('exec', (acceptExec, _reject, { command }) => {
        child = serveExec(acceptExec(), command, home, env);
        const started = child;
        this.#children.add(started);
        started.on('close', () => this.#children.delete(started));
      });
      session.on('signal', (_accept, _reject, { name }) => {
        if (child) signalGroup(child, `SIG${name}` as NodeJS.Signals);
      });
    });
    // A program that a lost connection leaves behind would stay for ever: nobody tidies this host up.
    connection.on('close', () => {
      setTimeout(() => this.#leaveNothing(), 200).unref();
    });
    // A jump host passes connections on.
    connection.on('tcpip', (accept, _reject, { destIP, destPort }) =>
      forward(accept(), destIP, destPort),
    );
  }

  #leaveNothing(): void {
    if (this.#connections.size > 0) return;
    for (const child of this.#children) signalGroup(child, 'SIGHUP');
  }
}

/** The client shows a key first, then signs with it. */
function provesKey(
  { key, signature, blob, hashAlgo }: PublicKeyAuthContext,
  wanted: ParsedKey,
): boolean {
  if (!key.data.equals(wanted.getPublicSSH())) return false;
  return !signature || !blob || wanted.verify(blob, signature, hashAlgo) === true;
}

function forward(channel: ServerChannel, address: string, port: number): void {
  const socket = connect(port, address);
  socket.on('error', () => channel.close());
  channel.on('error', () => socket.destroy());
  channel.pipe(socket).pipe(channel);
}

/** ssh2 keeps it to itself; a host that dies does so without a word of its protocol. */
const socketOf = (connection: Connection): Socket | undefined =>
  (connection as unknown as { _sock?: Socket })._sock;
