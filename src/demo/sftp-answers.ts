import type { Stats } from 'node:fs';
import { writeAttributes } from '../transfer/sftp-attributes.ts';
import { packet, status } from '../transfer/sftp-numbers.ts';
import type { PacketWriter } from '../transfer/sftp-packet.ts';
import { BadHandle } from './sftp-handles.ts';

/** A request's answer, but for its number. */
export type Answer = { readonly type: number; readonly fill: (into: PacketWriter) => PacketWriter };

export const done: Answer = statusAnswer(status.ok, '');
export const atEnd: Answer = statusAnswer(status.eof, 'End of file');
export const unsupported: Answer = statusAnswer(status.unsupported, 'Operation unsupported');

export function failed(error: unknown): Answer {
  const { code, message } = error as NodeJS.ErrnoException;
  if (error instanceof BadHandle) return statusAnswer(status.failure, message);
  if (code === 'ENOENT' || code === 'ENOTDIR') {
    return statusAnswer(status.noSuchFile, 'No such file');
  }
  if (code === 'EACCES' || code === 'EPERM') {
    return statusAnswer(status.permissionDenied, 'Permission denied');
  }
  return statusAnswer(status.failure, message);
}

export const handleAnswer = (id: string): Answer => ({
  type: packet.handle,
  fill: (into) => into.string(id),
});

export const dataAnswer = (bytes: Uint8Array): Answer => ({
  type: packet.data,
  fill: (into) => into.string(bytes),
});

export const attributesAnswer = (stats: Stats): Answer => ({
  type: packet.attrs,
  fill: (into) => withAttributes(into, stats),
});

export interface NamedStats {
  readonly name: Uint8Array;
  readonly stats?: Stats;
}

export const namesAnswer = (names: readonly NamedStats[]): Answer => ({
  type: packet.name,
  fill(into) {
    into.uint32(names.length);
    for (const { name, stats } of names) {
      into.string(name).string(name);
      if (stats) withAttributes(into, stats);
      else writeAttributes(into, {});
    }
    return into;
  },
});

/** statvfs@openssh.com of OpenSSH's PROTOCOL, section 4.4. */
export const spaceAnswer = (space: readonly number[]): Answer => ({
  type: packet.extendedReply,
  fill: (into) => space.reduce((writer, value) => writer.uint64(value), into),
});

function statusAnswer(code: number, words: string): Answer {
  return { type: packet.status, fill: (into) => into.uint32(code).string(words).string('') };
}

function withAttributes(into: PacketWriter, stats: Stats): PacketWriter {
  return writeAttributes(into, {
    size: stats.size,
    owner: { uid: stats.uid, gid: stats.gid },
    mode: stats.mode,
    times: { accessed: stats.atimeMs / 1000, modified: stats.mtimeMs / 1000 },
  });
}
