import { execFile } from 'node:child_process';

/** What became of a call of ssh. */
export type SshAnswer =
  | { readonly kind: 'answered'; readonly text: string }
  /** There is no ssh on this machine. */
  | { readonly kind: 'absent' }
  | { readonly kind: 'refused'; readonly message: string };

/** For a `Match exec` that hangs, ms. */
const within = 15_000;

/** `ssh -G`: what it would do for `name`, without doing it. `options` come first and so win. */
export function askSsh(
  name: string,
  options: readonly string[],
  program = 'ssh',
): Promise<SshAnswer> {
  return new Promise((resolve) => {
    const child = execFile(
      program,
      ['-G', ...options, '--', name],
      { timeout: within, killSignal: 'SIGKILL', maxBuffer: 1024 * 1024 },
      (error, stdout, stderr) => {
        if (!error) resolve({ kind: 'answered', text: stdout });
        else if (error.code === 'ENOENT') resolve({ kind: 'absent' });
        else resolve({ kind: 'refused', message: reasonOf(stderr, error.killed === true) });
      },
    );
    child.stdin?.end();
  });
}

/** Its own words name the file and the line. */
function reasonOf(stderr: string, killed: boolean): string {
  if (killed) return `ssh -G gave no answer within ${within / 1000} s – does a Match exec hang?`;
  const lines = stderr.split(/\r?\n/).filter((line) => line && !/(?:^|: )terminating,/.test(line));
  return lines.join('; ') || 'ssh -G failed without a word';
}
