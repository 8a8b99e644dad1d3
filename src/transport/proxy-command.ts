import { spawn } from 'node:child_process';
import { Duplex } from 'node:stream';
import { safeText } from '../domain/output.ts';
import { ConnectError } from './channel.ts';
import type { Route } from './route.ts';

/** What it says on its way down, characters; kept for the message when it fails. */
const mostSaid = 500;

/**
 * A program whose input and output are the way to the host (ssh_config(5), ProxyCommand), run by the operator's shell as
 * ssh does. It is ended with the stream. Rejects with `ConnectError` when it cannot be started.
 */
export function runProxyCommand(
  command: string,
  route: Route,
  signal: AbortSignal,
): Promise<Duplex> {
  const shell = process.env.SHELL || '/bin/sh';
  // A group of its own: what it starts ends with it, and a Ctrl-C at our terminal is not for it.
  const child = spawn(shell, ['-c', `exec ${command}`], {
    detached: true,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(-mostSaid);
  });
  child.stdin.on('error', () => {});
  const stream = Duplex.from({ writable: child.stdin, readable: child.stdout });
  stream.on('error', () => {});
  stream.once('close', () => end(child.pid));
  const { promise, resolve, reject } = Promise.withResolvers<Duplex>();
  child.once('error', (error) => reject(noWay(route, error.message)));
  child.once('spawn', () => resolve(stream));
  child.once('exit', () => {
    const words = safeText(said.trim().replace(/\s+/g, ' '));
    stream.destroy(new ProxyEnded(words));
  });
  signal.addEventListener('abort', () => stream.destroy(), { once: true });
  return promise;
}

/** The program has ended, and what it said last. */
export class ProxyEnded extends Error {
  constructor(words: string) {
    super(`the ProxyCommand has ended${words === '' ? '' : `: ${words}`}`);
  }
}

function end(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGHUP');
  } catch {
    // It has ended before.
  }
}

const noWay = ({ name }: Route, why: string): ConnectError =>
  new ConnectError(
    { kind: 'unreachable', message: `the ProxyCommand of ${name} cannot be started: ${why}` },
    true,
  );
