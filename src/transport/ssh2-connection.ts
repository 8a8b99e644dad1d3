import type { Duplex } from 'node:stream';
import type { Client, ClientChannel } from 'ssh2';
import type { Failure } from '../domain/failure.ts';
import { type Channel, ChannelRefused, ConnectError, type Connection } from './channel.ts';
import { Ssh2Channel } from './ssh2-channel.ts';
import { Watchdog, type WatchdogTimes } from './watchdog.ts';

/** A client that has logged in. */
export class Ssh2Connection implements Connection {
  readonly client: Client;
  readonly #socket: Duplex;
  readonly #watchdog: Watchdog;
  #lost: (failure: Failure) => void = () => {};
  #suspect: (quiet: boolean) => void = () => {};
  #over: Failure | undefined;

  constructor(client: Client, socket: Duplex, times: WatchdogTimes) {
    this.client = client;
    this.#socket = socket;
    let bytes = 0;
    socket.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
    });
    this.#watchdog = new Watchdog(times, () => bytes, {
      suspect: (quiet) => this.#suspect(quiet),
      lost: () => this.#end(`no sign of life for ${Math.round(times.lostAfter / 1000)} s`),
    });
    client.on('error', (error) => this.#end(error.message));
    client.on('close', () => this.#end('connection closed by the host'));
  }

  exec(command: string): Promise<Channel> {
    return new Promise((resolve, reject) => {
      const opened = (error: Error | undefined, stream: ClientChannel) => {
        if (!error) resolve(new Ssh2Channel(stream));
        else reject(isRefusal(error) ? new ChannelRefused(error.message) : this.#gone(error));
      };
      try {
        this.client.exec(command, opened);
      } catch (error) {
        reject(this.#gone(error as Error));
      }
    });
  }

  onLost(lost: (failure: Failure) => void): void {
    this.#lost = lost;
    if (this.#over) lost(this.#over);
  }

  onSuspect(suspect: (quiet: boolean) => void): void {
    this.#suspect = suspect;
  }

  close(): void {
    this.#lost = () => {};
    this.#end('closed');
  }

  #gone(error: Error): ConnectError {
    return new ConnectError(this.#over ?? { kind: 'unreachable', message: error.message }, true);
  }

  /** Only the first cause counts; our own socket is destroyed, since ssh2's destroy() may do nothing. */
  #end(message: string): void {
    if (this.#over) return;
    this.#over = { kind: 'unreachable', message };
    this.#watchdog.stop();
    this.#socket.destroy();
    this.#lost(this.#over);
  }
}

/** The server answered that it opens no further channel (RFC 4254, 5.1); a dead link never answers. */
const isRefusal = (error: Error): boolean =>
  (error as Error & { reason?: unknown }).reason !== undefined ||
  /open failed|channel open failure/i.test(error.message);
