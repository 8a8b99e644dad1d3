import type { Duplex } from 'node:stream';
import type { Client } from 'ssh2';
import type { RekeyLimit } from '../ssh-config/rekey-limit.ts';

/** ssh2 answers a server that wants new keys, but never asks for them itself, and has no public function for it. */
interface Rekeyable {
  readonly _protocol?: { rekey?(): void };
}

/** Asks for new keys after so many bytes, or so many seconds. Ends with the client. */
export function rekeyAfter(client: Client, socket: Duplex, { bytes, seconds }: RekeyLimit): void {
  const rekey = () => (client as unknown as Rekeyable)._protocol?.rekey?.();
  const count = { in: 0, out: 0 };
  if (bytes !== undefined) {
    countWrites(socket, (written) => {
      count.out += written;
    });
    // Checked when data comes in, which also happens while we send, since the host grants more window. In the middle of
    // a packet of ours would be too early.
    socket.on('data', (chunk: Buffer) => {
      count.in += chunk.length;
      if (Math.max(count.in, count.out) >= bytes) rekey();
    });
  }
  const timer = seconds === undefined ? undefined : setTimeout(rekey, seconds * 1000);
  timer?.unref();
  client.on('handshake', () => {
    count.in = 0;
    count.out = 0;
    timer?.refresh();
  });
  client.once('close', () => clearTimeout(timer));
}

function countWrites(socket: Duplex, written: (bytes: number) => void): void {
  const write = socket.write.bind(socket) as (...args: unknown[]) => boolean;
  socket.write = (...args: unknown[]): boolean => {
    written((args[0] as Uint8Array).length);
    return write(...args);
  };
}
