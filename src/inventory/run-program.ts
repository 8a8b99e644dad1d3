import { execFile } from 'node:child_process';

/** Limits of a program that lists hosts. */
const limits = { timeout: 30_000, maxBuffer: 32 * 1024 * 1024, killSignal: 'SIGKILL' } as const;

export type Printed =
  | { readonly kind: 'printed'; readonly text: string; readonly stderr: string }
  | { readonly kind: 'missing' }
  /** Why, in a few words, with the last line it wrote to stderr. */
  | { readonly kind: 'failed'; readonly why: string };

export interface ProgramOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** ms; absent: 30 s */
  readonly timeout?: number;
}

/** What a program prints, without a shell; its standard input is empty. */
export function runProgram(
  program: string,
  args: readonly string[],
  options: ProgramOptions = {},
): Promise<Printed> {
  const { cwd, env, timeout = limits.timeout } = options;
  return new Promise((resolve) => {
    const how = { ...limits, timeout, ...(cwd && { cwd }), ...(env && { env }) };
    const child = execFile(program, args, how, (error, text, stderr) => {
      if (!error) resolve({ kind: 'printed', text, stderr });
      else if (error.code === 'ENOENT') resolve({ kind: 'missing' });
      else resolve({ kind: 'failed', why: whyFailed(error, stderr, timeout) });
    });
    child.stdin?.on('error', () => {});
    child.stdin?.end();
  });
}

function whyFailed(
  error: Error & { readonly code?: unknown; readonly killed?: boolean; readonly signal?: unknown },
  stderr: string,
  timeout: number,
): string {
  const last = stderr.trim().split('\n').at(-1)?.trim().slice(0, 200) ?? '';
  const says = last === '' ? '' : `: ${last}`;
  if (error.code === 'ERR_CHILD_PROCESS_STDIO_MAXBUFFER') return 'it printed more than 32 MB';
  if (error.code === 'EACCES') return 'it may not be executed';
  if (error.killed) return `it did not end within ${timeout / 1000} s${says}`;
  if (typeof error.code === 'number') return `it ended with exit code ${error.code}${says}`;
  return error.signal
    ? `it was killed by ${error.signal}${says}`
    : `${error.code ?? error.message}`;
}
