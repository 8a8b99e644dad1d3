import type { Attributes, NewAttributes, SftpFile } from './sftp.ts';
import { readAttributes, writeAttributes } from './sftp-attributes.ts';
import { extension, packet } from './sftp-numbers.ts';
import type { SftpRequests } from './sftp-requests.ts';

/** A file that is open there. */
export class RemoteFile implements SftpFile {
  readonly #requests: SftpRequests;
  readonly #handle: Uint8Array;
  readonly #syncs: boolean;

  constructor(requests: SftpRequests, handle: Uint8Array, syncs: boolean) {
    this.#requests = requests;
    this.#handle = handle;
    this.#syncs = syncs;
  }

  async read(offset: number, length: number): Promise<Uint8Array | undefined> {
    const answer = await this.#requests.ask(packet.read, packet.data, (request) =>
      request.string(this.#handle).uint64(offset).uint32(length),
    );
    const bytes = answer?.bytes();
    // a server that has nothing to give ought to say that it is at the end
    return bytes && bytes.length > 0 ? bytes.subarray(0, length) : undefined;
  }

  write(offset: number, bytes: Uint8Array): Promise<void> {
    return this.#requests.done(packet.write, (request) =>
      request.string(this.#handle).uint64(offset).string(bytes),
    );
  }

  async attributes(): Promise<Attributes> {
    const answer = await this.#requests.value(packet.fstat, packet.attrs, (request) =>
      request.string(this.#handle),
    );
    return readAttributes(answer);
  }

  setAttributes(attributes: NewAttributes): Promise<void> {
    return this.#requests.done(packet.fsetstat, (request) =>
      writeAttributes(request.string(this.#handle), attributes),
    );
  }

  async sync(): Promise<void> {
    if (!this.#syncs) return;
    await this.#requests.done(packet.extended, (request) =>
      request.string(extension.fsync).string(this.#handle),
    );
  }

  close(): Promise<void> {
    return this.#requests.done(packet.close, (request) => request.string(this.#handle));
  }
}
