import { type ChildProcess, spawn } from 'node:child_process';
import type { ServerChannel } from 'ssh2';
import { passOutput } from './channel-output.ts';

/** For output that is under way when a program ends, ms. */
const flushMs = 50;
/** For a program to end by itself once its channel is gone, ms. */
const hangUpMs = 200;

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
  const streams = [child.stdin, child.stdout, child.stderr];
  for (const stream of [...streams, channel, channel.stderr]) stream.on('error', () => {});
  channel.pipe(child.stdin);
  const sent = passOutput(child, channel);
  let told = false;
  const tell = (code: number | null, signal: NodeJS.Signals | null) => {
    if (!told && signal) channel.exit(signal.replace(/^SIG/, ''), false, '');
    else if (!told) channel.exit(code ?? 0);
    told = true;
  };
  child.on('error', () => tell(127, null));
  child.on('exit', (code, signal) => setTimeout(() => tell(code, signal), flushMs));
  child.on('close', async (code, signal) => {
    await sent();
    tell(code, signal);
    channel.end();
  });
  channel.on('close', () => {
    // Who still writes gets SIGPIPE; who is silent is hung up, for nobody tidies up these hosts.
    for (const stream of streams) stream.destroy();
    const timer = setTimeout(() => signalGroup(child, 'SIGHUP'), hangUpMs);
    child.once('exit', () => clearTimeout(timer));
  });
  return child;
}

/** Sends a signal to the group of a child made by `serveExec`; gone already is well. */
export function signalGroup(
  { pid, exitCode, signalCode }: ChildProcess,
  signal: NodeJS.Signals,
): void {
  // Once it has ended its number may be somebody else's.
  if (pid === undefined || exitCode !== null || signalCode !== null) return;
  try {
    process.kill(-pid, signal);
  } catch {
    // it has ended
  }
}
