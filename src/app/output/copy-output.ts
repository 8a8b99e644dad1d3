import { spawn } from 'node:child_process';
import { byteSize } from '../../domain/byte-size.ts';
import { clipboardSequence, mostClipboardBytes } from './clipboard.ts';

export interface Copied {
  readonly text: string;
  readonly lines: number;
  /** Not all lines fitted. */
  readonly cut: boolean;
}

/** As many whole lines as a clipboard accepts. */
export async function copyLines(
  lines: AsyncIterable<string>,
  most = mostClipboardBytes,
): Promise<Copied> {
  const taken: string[] = [];
  let room = most;
  for await (const line of lines) {
    room -= Buffer.byteLength(line) + 1;
    if (room < 0) return { text: joined(taken), lines: taken.length, cut: true };
    taken.push(line);
  }
  return { text: joined(taken), lines: taken.length, cut: false };
}

/**
 * Puts the text into the operator's clipboard. Settles with what to say about it; whether the terminal accepted the
 * text cannot be known. `write` writes to the terminal.
 */
export async function putInClipboard(
  { text, lines, cut }: Copied,
  names: string,
  total: number,
  env: NodeJS.ProcessEnv,
  write: (bytes: string) => void,
): Promise<string> {
  // By default tmux accepts the clipboard only from its own command, not from a program's escape sequence.
  const byTmux = Boolean(env.TMUX) && (await loadBuffer(text, env));
  if (!byTmux) write(clipboardSequence(text, env));
  const size = `${lines} line${lines === 1 ? '' : 's'} of ${names} (${byteSize(Buffer.byteLength(text))})`;
  return cut ? `copied the first ${size} of ${total} – w writes all to files` : `copied ${size}`;
}

/** tmux 3.2 and later also passes it on to its terminal. */
function loadBuffer(text: string, env: NodeJS.ProcessEnv): Promise<boolean> {
  return new Promise((resolve) => {
    const tmux = spawn('tmux', ['load-buffer', '-w', '-'], {
      env,
      stdio: ['pipe', 'ignore', 'ignore'],
      timeout: 2000,
    });
    tmux.on('error', () => resolve(false)).on('close', (code) => resolve(code === 0));
    tmux.stdin.on('error', () => {}).end(text);
  });
}

const joined = (lines: readonly string[]) => lines.map((line) => `${line}\n`).join('');
