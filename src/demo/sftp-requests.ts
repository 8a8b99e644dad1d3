import type { Stats } from 'node:fs';
import * as fs from 'node:fs/promises';
import { readNewAttributes } from '../transfer/sftp-attributes.ts';
import { extension, openFlags, packet } from '../transfer/sftp-numbers.ts';
import type { PacketReader } from '../transfer/sftp-packet.ts';
import {
  type Answer,
  atEnd,
  attributesAnswer,
  dataAnswer,
  done,
  handleAnswer,
  type NamedStats,
  namesAnswer,
  spaceAnswer,
  unsupported,
} from './sftp-answers.ts';
import type { SftpHandles } from './sftp-handles.ts';

/** Where one client's requests are carried out. */
export interface SftpDesk {
  readonly handles: SftpHandles;
  /** The path of this machine; relative ones begin at the host's home. */
  at(path: Buffer): Buffer;
}

type Work = (request: PacketReader, desk: SftpDesk) => Promise<Answer>;

/** What each request does, by its type; rejects with Node's errors. */
export type SftpWork = Readonly<Record<number, Work>>;

export const sftpWork: SftpWork = {
  [packet.realpath]: async (request, { at }) => {
    const path = at(request.bytes());
    // A path that is not there yet may be asked for too.
    const real = await fs.realpath(path, { encoding: 'buffer' }).catch(() => path);
    return namesAnswer([{ name: real }]);
  },
  [packet.stat]: async (request, { at }) => attributesAnswer(await fs.stat(at(request.bytes()))),
  [packet.lstat]: async (request, { at }) => attributesAnswer(await fs.lstat(at(request.bytes()))),
  [packet.fstat]: async (request, { handles }) =>
    attributesAnswer(await handles.file(request.bytes()).stat()),
  [packet.setstat]: async (request, { at }) => {
    const path = at(request.bytes());
    const { size, owner, mode, times } = readNewAttributes(request);
    if (size !== undefined) await fs.truncate(path, size);
    if (owner) await fs.chown(path, owner.uid, owner.gid);
    if (mode !== undefined) await fs.chmod(path, mode & 0o7777);
    if (times) await fs.utimes(path, times.accessed, times.modified);
    return done;
  },
  [packet.fsetstat]: async (request, { handles }) => {
    const file = handles.file(request.bytes());
    const { size, owner, mode, times } = readNewAttributes(request);
    if (size !== undefined) await file.truncate(size);
    if (owner) await file.chown(owner.uid, owner.gid);
    if (mode !== undefined) await file.chmod(mode & 0o7777);
    if (times) await file.utimes(times.accessed, times.modified);
    return done;
  },
  [packet.open]: async (request, { handles, at }) => {
    const path = at(request.bytes());
    const flags = request.uint32();
    const { mode = 0o666 } = readNewAttributes(request);
    const file = await fs.open(path, systemFlags(flags), mode & 0o7777);
    return handleAnswer(handles.add({ kind: 'file', file }));
  },
  [packet.close]: async (request, { handles }) => {
    await handles.close(request.bytes());
    return done;
  },
  [packet.read]: async (request, { handles }) => {
    const file = handles.file(request.bytes());
    const offset = request.uint64();
    const length = Math.min(request.uint32(), mostRead);
    const { bytesRead, buffer } = await file.read(Buffer.allocUnsafe(length), 0, length, offset);
    return bytesRead === 0 ? atEnd : dataAnswer(buffer.subarray(0, bytesRead));
  },
  [packet.write]: async (request, { handles }) => {
    const file = handles.file(request.bytes());
    const offset = request.uint64();
    const bytes = request.bytes();
    let written = 0;
    while (written < bytes.length) {
      const rest = bytes.length - written;
      written += (await file.write(bytes, written, rest, offset + written)).bytesWritten;
    }
    return done;
  },
  [packet.opendir]: async (request, { handles, at }) => {
    const path = at(request.bytes());
    // The type of Node's Dir does not know that names can be bytes.
    const folder = await fs.opendir(path, { encoding: 'buffer' as BufferEncoding });
    return handleAnswer(handles.add({ kind: 'folder', path, folder }));
  },
  [packet.readdir]: async (request, { handles }) => {
    const { path, folder } = handles.folder(request.bytes());
    const names: NamedStats[] = [];
    while (names.length < namesAtOnce) {
      const entry = await folder.read();
      if (!entry) break;
      const name = entry.name as unknown as Buffer;
      const stats = await fs.lstat(Buffer.concat([path, slash, name])).catch(() => undefined);
      names.push(stats ? { name, stats: stats as Stats } : { name });
    }
    return names.length === 0 ? atEnd : namesAnswer(names);
  },
  [packet.mkdir]: async (request, { at }) => {
    const path = at(request.bytes());
    await fs.mkdir(path, (readNewAttributes(request).mode ?? 0o777) & 0o7777);
    return done;
  },
  [packet.remove]: async (request, { at }) => {
    await fs.unlink(at(request.bytes()));
    return done;
  },
  [packet.rmdir]: async (request, { at }) => {
    await fs.rmdir(at(request.bytes()));
    return done;
  },
  [packet.rename]: async (request, { at }) => {
    const from = at(request.bytes());
    const to = at(request.bytes());
    // Version 3 never replaces.
    if (await fs.lstat(to).catch(() => undefined)) throw new Error('File exists');
    await fs.rename(from, to);
    return done;
  },
  [packet.readlink]: async (request, { at }) => {
    const name = await fs.readlink(at(request.bytes()), { encoding: 'buffer' });
    return namesAnswer([{ name }]);
  },
  [packet.symlink]: async (request, { at }) => {
    const target = request.bytes();
    await fs.symlink(target, at(request.bytes()));
    return done;
  },
  [packet.extended]: async (request, desk) => {
    const work = extended[request.text()];
    return work ? work(request, desk) : unsupported;
  },
};

const extended: Readonly<Record<string, Work>> = {
  [extension.posixRename]: async (request, { at }) => {
    const from = at(request.bytes());
    await fs.rename(from, at(request.bytes()));
    return done;
  },
  [extension.fsync]: async (request, { handles }) => {
    await handles.file(request.bytes()).sync();
    return done;
  },
  [extension.statvfs]: async (request, { at }) => {
    const { bsize, blocks, bfree, bavail, files, ffree } = await fs.statfs(at(request.bytes()));
    return spaceAnswer([bsize, bsize, blocks, bfree, bavail, files, ffree, ffree, 0, 0, 255]);
  },
};

/** The names of what is beyond version 3, for the greeting. */
export const extensions: readonly string[] = Object.keys(extended);

const mostRead = 256 * 1024;
const namesAtOnce = 100;
const slash = Buffer.from('/');

function systemFlags(flags: number): number {
  const { O_RDONLY, O_WRONLY, O_RDWR, O_CREAT, O_EXCL } = fs.constants;
  const both = openFlags.read | openFlags.write;
  const way = (flags & both) === both ? O_RDWR : flags & openFlags.write ? O_WRONLY : O_RDONLY;
  return (
    way | (flags & openFlags.create ? O_CREAT : 0) | (flags & openFlags.exclusive ? O_EXCL : 0)
  );
}
