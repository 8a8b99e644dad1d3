import { spawn } from 'node:child_process';
import { endingWithUs } from './end-with-us.ts';

/** As much as a program may print; what it says on stderr is kept to its end only. */
const mostBytes = 32 * 1024 * 1024;
const mostErrorBytes = 4096;

export type Printed =
  | { readonly kind: 'printed'; readonly text: string }
  | { readonly kind: 'missing' }
  /** Why, in a few words, with the last line it wrote to stderr. */
  | { readonly kind: 'failed'; readonly why: string };

export interface ProgramOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** ms; absent: 30 s */
  readonly timeout?: number;
}

/** What a program prints. Its standard input is empty; it and what it started end with the time limit. */
export function runProgram(
  program: string,
  args: readonly string[],
  { cwd, env, timeout = 30_000 }: ProgramOptions = {},
): Promise<Printed> {
  const { promise, resolve } = Promise.withResolvers<Printed>();
  // A process group of its own, without a terminal: nothing of it can ask there, all of it can be ended.
  const how = { detached: true, ...(cwd && { cwd }), ...(env && { env }) };
  const { child, ended, signal } = endingWithUs(() =>
    spawn(program, args, { ...how, stdio: ['ignore', 'pipe', 'pipe'] }),
  );
  const pieces: Buffer[] = [];
  let length = 0;
  let stderr = '';
  const fail = (why: string) => {
    signal('SIGKILL');
    const last = stderr.trim().split('\n').at(-1)?.trim().slice(0, 200);
    resolve({ kind: 'failed', why: last ? `${why}: ${last}` : why });
  };
  const timer = setTimeout(() => fail(`it did not end within ${timeout / 1000} s`), timeout);
  child.stdout.on('data', (piece: Buffer) => {
    length += piece.length;
    if (length > mostBytes) fail('it printed more than 32 MB');
    else pieces.push(piece);
  });
  child.stderr.on('data', (piece: Buffer) => {
    stderr = `${stderr}${piece}`.slice(-mostErrorBytes);
  });
  child.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') resolve({ kind: 'missing' });
    else fail(error.code === 'EACCES' ? 'it may not be executed' : (error.code ?? error.message));
  });
  child.on('close', (code, killedBy) => {
    if (code === 0) resolve({ kind: 'printed', text: Buffer.concat(pieces).toString() });
    else fail(code === null ? `it was killed by ${killedBy}` : `it ended with exit code ${code}`);
  });
  return promise.finally(() => {
    clearTimeout(timer);
    ended();
    child.stdout.destroy();
    child.stderr.destroy();
  });
}
