import type { Debug } from '../domain/debug.ts';
import { SftpError } from './sftp.ts';
import type { SftpLink } from './sftp-link.ts';
import { packet, packetName, status } from './sftp-numbers.ts';
import { type PacketReader, PacketWriter } from './sftp-packet.ts';
import { readStatus, statusError } from './sftp-status.ts';

/** That a file is not there is what one asks for, mostly. */
const usual: ReadonlySet<number> = new Set([status.ok, status.eof, status.noSuchFile]);

interface Pending {
  readonly type: number;
  readonly expected: number;
  resolve(answer: PacketReader | undefined): void;
  reject(error: SftpError): void;
}

/** Requests under way, each with its answer; the host may answer in any order. */
export class SftpRequests {
  readonly #link: SftpLink;
  readonly #debug: Debug | undefined;
  readonly #pending = new Map<number, Pending>();
  #last = 0;
  #over: SftpError | undefined;

  constructor(link: SftpLink, debug?: Debug) {
    this.#link = link;
    this.#debug = debug;
  }

  /** Resolves to an answer of the `expected` type, or to nothing for the end of a file. */
  ask(
    type: number,
    expected: number,
    fill: (request: PacketWriter) => PacketWriter,
  ): Promise<PacketReader | undefined> {
    if (this.#over) return Promise.reject(this.#over);
    this.#last = (this.#last + 1) >>> 0;
    const id = this.#last;
    return new Promise((resolve, reject) => {
      this.#pending.set(id, { type, expected, resolve, reject });
      this.#link.send(fill(new PacketWriter(type).uint32(id)));
    });
  }

  /** For requests that are answered with a STATUS only. */
  async done(type: number, fill: (request: PacketWriter) => PacketWriter): Promise<void> {
    await this.ask(type, packet.status, fill);
  }

  /** For requests whose answer must hold something. */
  async value(
    type: number,
    expected: number,
    fill: (request: PacketWriter) => PacketWriter,
  ): Promise<PacketReader> {
    const answer = await this.ask(type, expected, fill);
    if (answer) return answer;
    throw new SftpError('failed', 'the host answered with nothing');
  }

  take(answer: PacketReader): void {
    const id = answer.uint32();
    const pending = this.#pending.get(id);
    if (!pending) throw new SftpError('protocol', 'the host answered what nobody asked');
    this.#pending.delete(id);
    if (answer.type === packet.status) this.#takeStatus(pending, answer);
    else if (answer.type === pending.expected) pending.resolve(answer);
    else {
      const wrong = new SftpError(
        'protocol',
        `the host answered with a packet of type ${answer.type}`,
      );
      pending.reject(wrong);
      throw wrong;
    }
  }

  end(error: SftpError): void {
    this.#over = error;
    for (const { reject } of this.#pending.values()) reject(error);
    this.#pending.clear();
  }

  #takeStatus(pending: Pending, answer: PacketReader): void {
    const { code, words } = readStatus(answer);
    if (!usual.has(code))
      this.#debug?.(`sftp: ${packetName(pending.type)} refused: ${code} ${words}`);
    if (code === status.eof) pending.resolve(undefined);
    else if (code !== status.ok) pending.reject(statusError(code, words));
    else if (pending.expected === packet.status) pending.resolve(answer);
    else pending.reject(new SftpError('failed', 'the host answered with nothing'));
  }
}
