import { type ChildProcess, spawn } from 'node:child_process';
import type { Failure } from '../../src/domain/failure.ts';
import type { Stream } from '../../src/domain/run.ts';
import {
  type Channel,
  ChannelRefused,
  ConnectError,
  type Connection,
  type Transport,
} from '../../src/transport/channel.ts';

/** OpenSSH's, where Debian has it. */
const sftpServer = '/usr/lib/openssh/sftp-server';

export interface LocalOptions {
  /** Programs that the "host" has, and where it is at home. */
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  /** The login shell that parses every exec request. */
  readonly login?: string;
  /** MaxSessions. */
  readonly channels?: number;
}

/** A transport to this machine: each exec request is a process with a session and process group of its own. */
export class LocalTransport implements Transport {
  readonly name = 'local';
  readonly connections: LocalConnection[] = [];
  readonly #options: LocalOptions;
  /** The next connects fail with these, in order. */
  readonly refusals: ConnectError[] = [];
  connects = 0;

  constructor(options: LocalOptions) {
    this.#options = options;
  }

  get last(): LocalConnection {
    const last = this.connections.at(-1);
    if (last === undefined) throw new Error('nothing has connected');
    return last;
  }

  async connect(): Promise<Connection> {
    this.connects += 1;
    const refusal = this.refusals.shift();
    if (refusal !== undefined) throw refusal;
    const connection = new LocalConnection(this.#options);
    this.connections.push(connection);
    return connection;
  }

  /** Ends every process that was started here. */
  async cleanUp(): Promise<void> {
    await Promise.all(this.connections.map((connection) => connection.killAll()));
  }
}

export class LocalConnection implements Connection {
  readonly #options: LocalOptions;
  readonly #channels = new Set<LocalChannel>();
  readonly #started: LocalChannel[] = [];
  #lost: (failure: Failure) => void = () => {};
  #suspect: (silence: number | undefined) => void = () => {};
  #over = false;
  /** The exec requests that were granted. */
  readonly execs: string[] = [];
  /** How many were refused. */
  refused = 0;

  constructor(options: LocalOptions) {
    this.#options = options;
  }

  async exec(command: string): Promise<Channel> {
    const gone: Failure = { kind: 'unreachable', message: 'the connection is gone' };
    if (this.#over) throw new ConnectError(gone, true);
    if (this.#channels.size >= (this.#options.channels ?? 10)) {
      this.refused += 1;
      throw new ChannelRefused('open failed');
    }
    const channel = new LocalChannel(this.#options, command, () => this.#channels.delete(channel));
    this.#channels.add(channel);
    this.execs.push(command);
    this.#started.push(channel);
    return channel;
  }

  async subsystem(name: string): Promise<Channel> {
    if (name !== 'sftp') throw new ChannelRefused(`no subsystem ${name}`);
    return this.exec(sftpServer);
  }

  onLost(lost: (failure: Failure) => void): void {
    this.#lost = lost;
  }

  onSuspect(suspect: (silence: number | undefined) => void): void {
    this.#suspect = suspect;
  }

  close(): void {
    if (this.#over) return;
    this.#over = true;
    for (const channel of this.#channels) channel.cut();
  }

  /** As a connection reset: programs read the end of their input, nobody tells how they end. */
  lose(failure: Failure = { kind: 'unreachable', message: 'read ECONNRESET' }): void {
    this.close();
    this.#lost(failure);
  }

  /** Nothing is heard of what runs there any more, and it is not told either. */
  hush(): void {
    for (const channel of this.#channels) channel.hush();
  }

  /** For so many ms nothing has been heard; undefined: it is heard again. */
  goQuiet(silence: number | undefined): void {
    this.#suspect(silence);
  }

  async killAll(): Promise<void> {
    this.#over = true;
    await Promise.all(this.#started.map((channel) => channel.kill()));
  }
}

class LocalChannel implements Channel {
  readonly #child: ChildProcess;
  #exit: (code: number | null, signal: string | null) => void = () => {};
  #closed: () => void = () => {};
  #take: (stream: Stream, bytes: Uint8Array) => void = () => {};
  #drained: () => void = () => {};
  #cut = false;
  readonly #gone: Promise<void>;

  constructor(options: LocalOptions, command: string, ended: () => void) {
    const child = spawn(options.login ?? '/bin/sh', ['-c', command], {
      detached: true,
      cwd: options.cwd,
      env: { ...options.env },
    });
    this.#child = child;
    this.#gone = new Promise((resolve) => child.once('exit', () => resolve()));
    child.stdout.on('data', (bytes) => this.#cut || this.#take('stdout', bytes));
    child.stderr.on('data', (bytes) => this.#cut || this.#take('stderr', bytes));
    child.stdin.on('drain', () => this.#drained());
    child.stdin.on('error', () => {});
    child.once('exit', (code, signal) => {
      if (!this.#cut) this.#exit(code, signal?.replace('SIG', '') ?? null);
    });
    child.once('close', () => {
      ended();
      if (!this.#cut) this.#closed();
    });
  }

  write(data: string | Uint8Array): boolean {
    return this.#child.stdin?.write(data) ?? false;
  }

  onDrain(drained: () => void): void {
    this.#drained = drained;
  }

  onOutput(take: (stream: Stream, bytes: Uint8Array) => void): void {
    this.#take = take;
  }

  onExit(exit: (code: number | null, signal: string | null) => void): void {
    this.#exit = exit;
  }

  onClose(closed: () => void): void {
    this.#closed = closed;
  }

  pause(): void {
    this.#child.stdout?.pause();
    this.#child.stderr?.pause();
  }

  resume(): void {
    this.#child.stdout?.resume();
    this.#child.stderr?.resume();
  }

  resize(): void {}

  signal(name: string): void {
    this.#signalGroup(`SIG${name}` as NodeJS.Signals);
  }

  end(): void {
    this.#child.stdin?.end();
  }

  close(): void {
    this.#child.stdin?.destroy();
    this.#child.stdout?.destroy();
    this.#child.stderr?.destroy();
  }

  /** The link is gone: no exit is told. */
  cut(): void {
    this.#cut = true;
    this.close();
    this.#closed();
  }

  hush(): void {
    this.#cut = true;
  }

  async kill(): Promise<void> {
    this.#signalGroup('SIGKILL');
    this.close();
    await this.#gone;
  }

  #signalGroup(signal: NodeJS.Signals): void {
    const { pid } = this.#child;
    if (pid === undefined) return;
    try {
      process.kill(-pid, signal);
    } catch {
      // The group is gone.
    }
  }
}
