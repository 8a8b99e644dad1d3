import { spawn } from 'node:child_process';
import { once } from 'node:events';

/** The program that shows long texts: `$PAGER` with its arguments, as sh reads them (POSIX man(1)). */
export const pagerOf = ({ PAGER }: NodeJS.ProcessEnv): string =>
  PAGER === undefined || PAGER.trim() === '' ? 'less' : PAGER;

/**
 * Shows the text in the pager, which has the terminal meanwhile. Settles when the pager has ended, with a message if
 * something went wrong. It may end before it has read everything.
 */
export async function openPager(
  pager: string,
  text: AsyncIterable<string | Uint8Array>,
): Promise<string | undefined> {
  // Ctrl-C is meant for the pager.
  const ignore = () => {};
  process.on('SIGINT', ignore).on('SIGQUIT', ignore);
  try {
    // The shell must outlive the pager, but must not make it inherit ignored signals.
    const script = `trap : INT QUIT\n${pager}`;
    const child = spawn('/bin/sh', ['-c', script], { stdio: ['pipe', 'inherit', 'inherit'] });
    const closed = once(child, 'close') as Promise<[number | null, string | null]>;
    child.stdin.on('error', () => {});
    await Promise.race([feed(child.stdin, text), closed]);
    const [code, signal] = await closed;
    if (code === 126 || code === 127)
      return `${pager} cannot be started – set PAGER to a program that shows text, such as less`;
    return signal === null ? undefined : `${pager} was ended by ${signal}`;
  } finally {
    process.off('SIGINT', ignore).off('SIGQUIT', ignore);
  }
}

async function feed(
  input: NodeJS.WritableStream & { readonly destroyed?: boolean },
  text: AsyncIterable<string | Uint8Array>,
): Promise<void> {
  for await (const piece of text) {
    if (input.destroyed) return;
    if (!input.write(piece)) await drained(input);
  }
  input.end();
}

/** Writing to a pager that has ended fails, which is no error here. */
const drained = (input: NodeJS.WritableStream) =>
  new Promise<void>((resolve) => {
    input.once('drain', resolve).once('close', resolve);
  });
