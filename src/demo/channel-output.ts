import type { Readable, Writable } from 'node:stream';
import type { ServerChannel } from 'ssh2';

/**
 * Passes both outputs of a program on, a piece at a time: ssh2 1.17.0 mixes them up when both wait for the
 * client to read. Whoever writes faster than that is held back. Returns what resolves when all so far is sent.
 */
export function passOutput(
  { stdout, stderr }: { readonly stdout: Readable; readonly stderr: Readable },
  channel: ServerChannel,
): () => Promise<void> {
  let sent = Promise.resolve();
  const pass = (from: Readable, to: Writable) =>
    from.on('data', (bytes: Buffer) => {
      from.pause();
      sent = sent.then(() => send(channel, to, bytes)).then(() => void from.resume());
    });
  pass(stdout, channel);
  pass(stderr, channel.stderr);
  return () => sent;
}

function send(channel: ServerChannel, to: Writable, bytes: Buffer): Promise<void> {
  return new Promise((resolve) => {
    to.write(bytes, () => {
      // It keeps what waited for the client's window, and would send it again when the other output waits.
      Object.assign(channel, nothingWaits);
      resolve();
    });
  });
}

const nothingWaits = {
  _chunk: undefined,
  _chunkcb: undefined,
  _chunkErr: undefined,
  _chunkcbErr: undefined,
};
