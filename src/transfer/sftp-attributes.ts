import type { Attributes, NewAttributes } from './sftp.ts';
import type { PacketReader, PacketWriter } from './sftp-packet.ts';

// draft-ietf-secsh-filexfer-02, section 5
const has = { size: 1, owner: 2, mode: 4, times: 8, extended: 0x80000000 } as const;

// The type in the mode's upper bits, as in stat(2).
const typeMask = 0o170000;
const kinds: ReadonlyMap<number, Attributes['kind']> = new Map([
  [0o100000, 'file'],
  [0o040000, 'folder'],
  [0o120000, 'link'],
]);

/** What a client wants to have set; only what it gave. */
export function readNewAttributes(from: PacketReader): NewAttributes {
  const flags = from.uint32();
  const size = flags & has.size ? { size: from.uint64() } : {};
  const owner = flags & has.owner ? { owner: { uid: from.uint32(), gid: from.uint32() } } : {};
  const mode = flags & has.mode ? { mode: from.uint32() } : {};
  const times =
    flags & has.times ? { times: { accessed: from.uint32(), modified: from.uint32() } } : {};
  return { ...size, ...owner, ...mode, ...times };
}

export function readAttributes(from: PacketReader): Attributes {
  const flags = from.uint32();
  const size = flags & has.size ? from.uint64() : 0;
  const uid = flags & has.owner ? from.uint32() : 0;
  const gid = flags & has.owner ? from.uint32() : 0;
  const mode = flags & has.mode ? from.uint32() : 0;
  const accessed = flags & has.times ? from.uint32() : 0;
  const modified = flags & has.times ? from.uint32() : 0;
  if ((flags & has.extended) !== 0) {
    for (let left = from.uint32(); left > 0; left -= 1) {
      from.bytes();
      from.bytes();
    }
  }
  // A server that tells no type has only files to offer.
  const kind = mode === 0 ? 'file' : (kinds.get(mode & typeMask) ?? 'other');
  return { kind, size, mode: mode & 0o7777, modified, accessed, uid, gid };
}

export function writeAttributes(into: PacketWriter, attributes: NewAttributes): PacketWriter {
  const { size, owner, mode, times } = attributes;
  into.uint32(
    (size === undefined ? 0 : has.size) |
      (owner === undefined ? 0 : has.owner) |
      (mode === undefined ? 0 : has.mode) |
      (times === undefined ? 0 : has.times),
  );
  if (size !== undefined) into.uint64(size);
  if (owner !== undefined) into.uint32(owner.uid).uint32(owner.gid);
  if (mode !== undefined) into.uint32(mode);
  if (times !== undefined) {
    into.uint32(Math.floor(times.accessed)).uint32(Math.floor(times.modified));
  }
  return into;
}
