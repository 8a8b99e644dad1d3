import { fork } from 'node:child_process';
import type { Opened } from '../../transport/key-format.ts';
import { entryPoint } from '../workers.ts';

/** Enough for a key with a million rounds of bcrypt, ms. */
const timeout = 60_000;

/** Opens an encrypted key in a process of its own: bcrypt keeps a core busy for seconds. Never rejects. */
export function openKey(text: string, passphrase: string): Promise<Opened> {
  const { NODE_OPTIONS: _, ...env } = process.env;
  const opener = fork(entryPoint('open-key'), [], {
    env,
    execArgv: [],
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    timeout,
    killSignal: 'SIGKILL',
  });
  return new Promise((resolve) => {
    const fail = (why: string) => resolve({ kind: 'unusable', why: `it cannot be opened: ${why}` });
    opener.once('message', (opened) => resolve(opened as Opened));
    opener.once('error', ({ message }) => fail(message));
    opener.once('exit', (code, signal) => fail(signal ? `stopped by ${signal}` : `exit ${code}`));
    opener.send({ text, passphrase }, () => {});
  });
}
