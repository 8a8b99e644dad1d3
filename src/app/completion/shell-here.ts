import { spawn } from 'node:child_process';
import type { QuestionChannel } from '../../remote-host/control-channel.ts';

/** A POSIX shell on our own machine that answers questions. It ends with us, because its input does. */
export function shellHere(): QuestionChannel {
  const child = spawn('/bin/sh', ['-s'], {
    detached: true,
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  child.stdin.on('error', () => {}); // it has ended; `close` tells
  let closed = () => {};
  child.on('error', () => closed());
  child.on('close', () => closed());
  return {
    write: (data) => child.stdin.write(data),
    onOutput: (take) => {
      child.stdout.on('data', (bytes) => take('stdout', bytes));
    },
    onClose: (listener) => {
      closed = listener;
    },
    close() {
      child.unref();
      child.stdin.destroy();
      child.stdout.destroy();
      try {
        // Together with whatever hangs in it.
        if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
      } catch {
        // The group is gone.
      }
    },
  };
}
