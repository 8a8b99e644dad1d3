import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { Duplex } from 'node:stream';
import { hangUp } from './hang-up.ts';
import { programFailed } from './proxy-words.ts';

/** How much of its stderr is kept for the message when it fails, characters. */
const mostSaid = 500;
/** How long programs that it started may take to close their output too, ms. */
const closeWithin = 200;

/**
 * A program whose input and output are the way to a host (ssh_config(5), ProxyCommand), run by the operator's shell as ssh
 * does. It is ended with the stream, and the stream with it, by a `ConnectError` that has its last words. Rejects with
 * `ConnectError` when it cannot be started.
 */
export function runProxyCommand(command: string, signal: AbortSignal): Promise<Duplex> {
  // In a group of its own: what it starts ends with it, and Ctrl-C at our terminal does not reach it.
  const child = spawn(process.env.SHELL || '/bin/sh', ['-c', `exec ${command}`], {
    detached: true,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const stream = streamOf(child, command);
  signal.addEventListener('abort', () => stream.destroy(), { once: true });
  return new Promise((resolve, reject) => {
    child.once('spawn', () => resolve(stream));
    child.once('error', (error) =>
      reject(programFailed(command, 'cannot be started', error.message)),
    );
  });
}

function streamOf(child: ChildProcessWithoutNullStreams, command: string): Duplex {
  const { stdin, stdout, stderr, pid } = child;
  let said = '';
  const stream = new Duplex({
    read: () => void stdout.resume(),
    write: (chunk, _, written) => void stdin.write(chunk, () => written()),
    final: (ended) => void stdin.end(ended),
    destroy(error, destroyed) {
      hangUp(pid);
      destroyed(error);
    },
  });
  const end = () => void stream.destroy(programFailed(command, 'has ended', said));
  stdin.on('error', () => {});
  // Never removed: an error without a listener would end the process.
  stream.on('error', () => {});
  stdout.on('data', (chunk) => stream.push(chunk) || stdout.pause());
  stderr.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(-mostSaid);
  });
  child.once('close', end);
  child.once('exit', () => setTimeout(end, closeWithin).unref());
  return stream;
}
