import { writeFileSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import path from 'node:path';
import type { ParsedKey } from 'ssh2';
import { NotAnswered } from '../../domain/question.ts';
import { type ConnectContext, ConnectError } from '../channel.ts';
import { parseKey } from '../parse-key.ts';
import type { Route } from '../route.ts';
import { answerRequest } from './agent-answer.ts';
import { string } from './ssh-packet.ts';

/** As much as ssh-agent itself accepts (AGENT_MAX_LEN of OpenSSH). */
const mostBytes = 256 * 1024;

/** What ssh is told about it. */
export interface LentIdentity {
  readonly socket: string;
  /** The only key to use. */
  readonly publicKey: string;
}

/** An agent for one login, with the key whose text the inventory holds: so it is in no file, and in no argument. */
export class IdentityAgent {
  readonly files: LentIdentity;
  readonly #key: ParsedKey;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();

  private constructor(key: ParsedKey, folder: string) {
    this.#key = key;
    this.files = { socket: path.join(folder, 'agent'), publicKey: path.join(folder, 'key.pub') };
    this.#server = createServer((socket) => this.#serve(socket));
  }

  /** Rejects with `ConnectError` if there is no usable key. */
  static async start(
    { name }: Route,
    { ask }: ConnectContext,
    folder: string,
  ): Promise<IdentityAgent> {
    const [text] = (await ask({ kind: 'identity' }).catch(declined)) ?? [];
    if (text === undefined) throw useless(`the identity of ${name} was not given`);
    const parsed = parseKey(text);
    if (parsed.kind !== 'key') {
      const why = parsed.kind === 'locked' ? 'its passphrase is needed' : parsed.why;
      throw useless(`identity of ${name}: ${why}`);
    }
    const agent = new IdentityAgent(parsed.key, folder);
    await agent.#listen();
    return agent;
  }

  close(): void {
    this.#server.close();
    for (const socket of this.#sockets) socket.destroy();
  }

  async #listen(): Promise<void> {
    const { socket, publicKey } = this.files;
    const line = `${this.#key.type} ${this.#key.getPublicSSH().toString('base64')}\n`;
    writeFileSync(publicKey, line, { mode: 0o600 });
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(socket, resolve);
    });
  }

  #serve(socket: Socket): void {
    this.#sockets.add(socket);
    socket.on('error', () => {});
    socket.once('close', () => this.#sockets.delete(socket));
    let pending: Buffer = Buffer.alloc(0);
    socket.on('data', (chunk: Buffer) => {
      pending = Buffer.concat([pending, chunk]);
      try {
        for (let end = endOf(pending); end <= pending.length; end = endOf(pending)) {
          socket.write(string(answerRequest(pending.subarray(4, end), this.#key)));
          pending = pending.subarray(end);
        }
      } catch {
        socket.destroy();
      }
      if (pending.length > mostBytes) socket.destroy();
    });
  }
}

/** Where the first request in it ends. */
const endOf = (pending: Buffer): number =>
  pending.length < 4 ? Number.POSITIVE_INFINITY : 4 + pending.readUInt32BE();

function declined(error: unknown): never {
  throw error instanceof NotAnswered ? useless(error.message) : error;
}

const useless = (why: string): ConnectError =>
  new ConnectError({ kind: 'auth', message: `${why} – check identity:` }, false);
