import { createServer, type Socket } from 'node:net';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { MuxSocket } from '../../../src/transport/openssh/mux-socket.ts';
import { localFolder } from '../../support/transferring.ts';

const words = (...numbers: number[]): Buffer => {
  const bytes = Buffer.alloc(numbers.length * 4);
  for (const [i, number] of numbers.entries()) bytes.writeUInt32BE(number, i * 4);
  return bytes;
};

/** Hello, and the wish for proxy mode. */
const greetingBytes = 24;

/** Says `greeting`, and `answer` byte by byte when it has got a packet. */
async function master(greeting: Buffer, answer = Buffer.alloc(0)): Promise<string> {
  const file = path.join(localFolder(), 's');
  const sockets: Socket[] = [];
  const server = createServer((socket) => {
    sockets.push(socket);
    socket.on('error', () => {});
    socket.write(greeting);
    socket.setNoDelay(true).on('data', () => {
      if (socket.bytesRead <= greetingBytes) return;
      for (const byte of answer) socket.write(Buffer.from([byte]));
    });
  });
  await new Promise<void>((resolve) => server.listen(file, resolve));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return file;
}

const hello = words(8, 1, 4);
const granted = words(8, 0x8000000f, 0);

describe('a control socket', () => {
  it('passes packets on, however they are cut', async () => {
    const packet = Buffer.concat([words(6), Buffer.from([0, 99]), words(7)]);
    const greeting = Buffer.concat([hello, granted]);
    const socket = await MuxSocket.open(await master(greeting, Buffer.concat([packet, packet])));
    const got: number[][] = [];
    const all = new Promise<void>((resolve) => {
      socket.listen(
        (type, body) => {
          got.push([type, body.uint32()]);
          if (got.length === 2) resolve();
        },
        () => {},
      );
    });
    socket.send(98);
    await all;
    expect(got).toEqual([
      [99, 7],
      [99, 7],
    ]);
    socket.close();
  });

  it.each([
    ['of another version', words(8, 1, 3)],
    ['that has no proxy mode', Buffer.concat([hello, words(8, 0x80000003, 0)])],
    ['that says nonsense', Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n')],
    ['that says too little', Buffer.concat([words(2), Buffer.from([0, 0])])],
  ])('of a master %s is refused', async (_, greeting) => {
    await expect(MuxSocket.open(await master(greeting))).rejects.toThrow(/has closed its socket/);
  });

  it('that is not there is refused', async () => {
    await expect(MuxSocket.open('/nowhere/control')).rejects.toThrow(/ENOENT/);
  });

  it('is closed when a packet is longer than any may be', async () => {
    const endless = Buffer.concat([hello, granted, words(0x7fffffff)]);
    const socket = await MuxSocket.open(await master(endless));
    await new Promise<void>((resolve) => socket.listen(() => {}, resolve));
  });
});
