import { type ChildProcess, spawn } from 'node:child_process';
import type { ServerChannel } from 'ssh2';

/** For output that is under way when a program ends, ms. */
const flushMs = 50;

/**
 * Runs an exec request as sshd does without a terminal: a shell in a session and process group of its
 * own, both outputs apart, its exit told at once even where a background job keeps them open.
 */
export function serveExec(
  channel: ServerChannel,
  command: string,
  cwd: string,
  env: NodeJS.ProcessEnv,
): ChildProcess {
  const child = spawn('/bin/sh', ['-c', command], { cwd, env, detached: true });
  for (const stream of [child.stdin, child.stdout, child.stderr, channel, channel.stderr]) {
    stream.on('error', () => {});
  }
  channel.pipe(child.stdin);
  child.stdout.pipe(channel, { end: false });
  child.stderr.pipe(channel.stderr, { end: false });
  child.on('error', () => end(channel, 127, null));
  child.on('exit', (code, signal) => {
    const timer = setTimeout(() => tell(channel, code, signal), flushMs);
    child.on('close', () => {
      clearTimeout(timer);
      end(channel, code, signal);
    });
  });
  channel.on('close', () => child.stdin.end());
  return child;
}

const told = new WeakSet<ServerChannel>();

function tell(channel: ServerChannel, code: number | null, signal: NodeJS.Signals | null): void {
  if (told.has(channel)) return;
  told.add(channel);
  if (signal) channel.exit(signal.replace(/^SIG/, ''), false, '');
  else channel.exit(code ?? 0);
}

function end(channel: ServerChannel, code: number | null, signal: NodeJS.Signals | null): void {
  tell(channel, code, signal);
  channel.end();
}

/** Sends a signal to the group of a child made by `serveExec`; gone already is well. */
export function signalGroup({ pid }: ChildProcess, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch {
    // it has ended
  }
}
