import {
  type Attributes,
  type FolderEntry,
  type NewAttributes,
  type Sftp,
  SftpError,
  type SftpFile,
} from './sftp.ts';
import { readAttributes, writeAttributes } from './sftp-attributes.ts';
import { extension, openFlags, packet } from './sftp-numbers.ts';
import type { PacketReader } from './sftp-packet.ts';
import { RemoteFile } from './sftp-remote-file.ts';
import type { SftpRequests } from './sftp-requests.ts';

/** With its head a WRITE of this size is one packet of SSH (RFC 4253, 6.1: 32,768 bytes), which every server takes. */
const everywhere = 32_000;
/** More is not faster. */
const largest = 255 * 1024;

/** In one folder; a host that never ends a listing is stopped. */
const mostEntries = 1_000_000;

const howFlags = {
  read: openFlags.read,
  create: openFlags.write | openFlags.create | openFlags.exclusive,
  rewrite: openFlags.write,
} as const;

export class SftpClient implements Sftp {
  readonly extensions: ReadonlySet<string>;
  readonly #requests: SftpRequests;
  readonly close: () => void;
  #writeSize: Promise<number> | undefined;

  constructor(requests: SftpRequests, extensions: ReadonlySet<string>, close: () => void) {
    this.#requests = requests;
    this.extensions = extensions;
    this.close = close;
  }

  writeSize(): Promise<number> {
    this.#writeSize ??= this.#askWriteSize();
    return this.#writeSize;
  }

  async realPath(path: string): Promise<string> {
    return nameOf(await this.#path(packet.realpath, packet.name, path));
  }

  async stat(path: string): Promise<Attributes> {
    return readAttributes(await this.#path(packet.stat, packet.attrs, path));
  }

  async lstat(path: string): Promise<Attributes> {
    return readAttributes(await this.#path(packet.lstat, packet.attrs, path));
  }

  async open(path: string, how: keyof typeof howFlags, mode?: number): Promise<SftpFile> {
    const attributes = mode === undefined ? {} : { mode };
    const answer = await this.#requests.value(packet.open, packet.handle, (request) =>
      writeAttributes(request.string(path).uint32(howFlags[how]), attributes),
    );
    return new RemoteFile(this.#requests, answer.bytes(), this.extensions.has(extension.fsync));
  }

  async readFolder(path: string): Promise<FolderEntry[]> {
    const handle = (await this.#path(packet.opendir, packet.handle, path)).bytes();
    const entries: FolderEntry[] = [];
    try {
      for (;;) {
        const answer = await this.#requests.ask(packet.readdir, packet.name, (request) =>
          request.string(handle),
        );
        if (!answer) return entries;
        for (let left = answer.uint32(); left > 0; left -= 1) {
          const entry = readEntry(answer);
          if (entry.name !== '.' && entry.name !== '..') entries.push(entry);
        }
        if (entries.length > mostEntries) {
          throw new SftpError('failed', `more than ${mostEntries} names in one folder`);
        }
      }
    } finally {
      const closing = this.#requests.done(packet.close, (request) => request.string(handle));
      closing.catch(() => {}); // its loss is told by the next call
    }
  }

  makeFolder(path: string, mode?: number): Promise<void> {
    const attributes = mode === undefined ? {} : { mode };
    return this.#requests.done(packet.mkdir, (request) =>
      writeAttributes(request.string(path), attributes),
    );
  }

  remove(path: string): Promise<void> {
    return this.#requests.done(packet.remove, (request) => request.string(path));
  }

  removeFolder(path: string): Promise<void> {
    return this.#requests.done(packet.rmdir, (request) => request.string(path));
  }

  rename(from: string, to: string): Promise<void> {
    if (!this.extensions.has(extension.posixRename)) {
      return this.#requests.done(packet.rename, (request) => request.string(from).string(to));
    }
    return this.#requests.done(packet.extended, (request) =>
      request.string(extension.posixRename).string(from).string(to),
    );
  }

  async hardLink(from: string, to: string): Promise<void> {
    if (!this.extensions.has(extension.hardlink)) {
      throw new SftpError('unsupported', 'the host does not support that');
    }
    await this.#requests.done(packet.extended, (request) =>
      request.string(extension.hardlink).string(from).string(to),
    );
  }

  setAttributes(path: string, attributes: NewAttributes): Promise<void> {
    return this.#requests.done(packet.setstat, (request) =>
      writeAttributes(request.string(path), attributes),
    );
  }

  async readLink(path: string): Promise<string> {
    return nameOf(await this.#path(packet.readlink, packet.name, path));
  }

  /** OpenSSH takes the target first, against the draft (its PROTOCOL, section 4.1). */
  makeLink(target: string, path: string): Promise<void> {
    return this.#requests.done(packet.symlink, (request) => request.string(target).string(path));
  }

  async freeSpace(path: string): Promise<number | undefined> {
    if (!this.extensions.has(extension.statvfs)) return undefined;
    const answer = await this.#requests.value(packet.extended, packet.extendedReply, (request) =>
      request.string(extension.statvfs).string(path),
    );
    answer.uint64(); // block size
    const fragment = answer.uint64();
    answer.uint64(); // blocks
    answer.uint64(); // free for root
    return answer.uint64() * fragment;
  }

  /** OpenSSH's PROTOCOL, section 4.8; zero means that it has no limit of its own. */
  async #askWriteSize(): Promise<number> {
    if (!this.extensions.has(extension.limits)) return everywhere;
    const answer = await this.#requests.value(packet.extended, packet.extendedReply, (request) =>
      request.string(extension.limits),
    );
    answer.uint64(); // packet
    answer.uint64(); // read
    return Math.min(answer.uint64() || everywhere, largest);
  }

  #path(type: number, expected: number, path: string): Promise<PacketReader> {
    return this.#requests.value(type, expected, (request) => request.string(path));
  }
}

function nameOf(answer: PacketReader): string {
  if (answer.uint32() !== 1) throw new SftpError('failed', 'the host gave no name');
  return answer.text();
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function readEntry(answer: PacketReader): FolderEntry {
  const bytes = answer.bytes();
  answer.bytes(); // a line as `ls -l` prints it
  const attributes = readAttributes(answer);
  try {
    return { name: utf8.decode(bytes), attributes };
  } catch {
    return { name: bytes.toString(), bytes, attributes };
  }
}
