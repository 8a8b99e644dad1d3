import type { Duplex } from 'node:stream';
import { PacketReader } from '../transfer/sftp-packet.ts';

/** Calls `take` with each packet that comes, until the stream ends. Packets of more than 1 MB end it. */
export function onPackets(stream: Duplex, take: (request: PacketReader) => void): void {
  let waiting: Buffer = Buffer.alloc(0);
  stream.on('data', (bytes: Buffer) => {
    waiting = waiting.length === 0 ? bytes : Buffer.concat([waiting, bytes]);
    while (waiting.length >= 4) {
      const end = waiting.readUInt32BE() + 4;
      if (end > longest || end === 4) {
        stream.destroy();
        return;
      }
      if (waiting.length < end) return;
      const packet = waiting.subarray(4, end);
      waiting = waiting.subarray(end);
      take(new PacketReader(packet));
    }
  });
}

const longest = 1024 * 1024;
