import { spawn } from 'node:child_process';
import type { ListingQuery } from '../domain/listing.ts';
import type { KnownNames } from '../shell/known-names.ts';
import type { QuestionChannel } from '../transport/control-channel.ts';
import { Lister } from '../transport/listing.ts';
import { RemoteNames } from './remote-names.ts';

export interface LocalNames {
  ask(query: ListingQuery): KnownNames | undefined;
  close(): void;
}

/**
 * What our own machine has: listed as a host is, by a shell of its own. A dead file server then holds up neither the screen
 * nor our way out, which a thread of ours that waits for it would.
 */
export function localNames(changed: () => void): LocalNames {
  const lister = new Lister(async () => shellHere());
  const list = async (query: ListingQuery, tell: (names: string | undefined) => void) =>
    tell(await lister.list(query, workingFolder()));
  const names = new RemoteNames(
    {
      states: { get: () => ({ kind: 'ready' }) },
      list: ([name = ''], query, tell) => void list(query, (found) => tell(name, found)),
    },
    changed,
  );
  return { ask: (query) => names.ask(['here'], query), close: () => lister.close() };
}

/** As a shell tells it (latin1); undefined: somebody has removed it. */
function workingFolder(): string | undefined {
  try {
    return Buffer.from(process.cwd()).toString('latin1');
  } catch {
    return undefined;
  }
}

/** It ends with us: its input does. */
function shellHere(): QuestionChannel {
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
        // With what hangs in it.
        if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
      } catch {
        // The group is gone.
      }
    },
  };
}
