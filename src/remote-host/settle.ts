import type { Stream } from '../domain/run.ts';
import { drawNonce } from './nonce.ts';
import type { Shell } from './shell.ts';

const settleMs = 2000;
const repeatMs = 150;

/**
 * Asks the shell for a word until it answers. The first line after an interrupt may come back with only its mark, or
 * not at all.
 */
export async function settle(
  shell: Shell,
  ended: Promise<unknown>,
  late: (stream: Stream, bytes: Uint8Array) => void,
): Promise<'answered' | 'silent' | 'ended'> {
  const over = Promise.withResolvers<'silent' | 'ended'>();
  const limit = setTimeout(() => over.resolve('silent'), settleMs);
  const repeat = setInterval(() => shell.repeatEnd(), repeatMs);
  void ended.then(() => over.resolve('ended'));
  try {
    for (;;) {
      const answer = await Promise.race([askForWord(shell, late), over.promise]);
      if (answer !== 'again') return answer;
    }
  } finally {
    clearTimeout(limit);
    clearInterval(repeat);
  }
}

function askForWord(
  shell: Shell,
  late: (stream: Stream, bytes: Uint8Array) => void,
): Promise<'answered' | 'again'> {
  const word = drawNonce().first;
  let said = '';
  const { promise, resolve } = Promise.withResolvers<'answered' | 'again'>();
  shell.hidden(`\\printf %s ${word}`, {
    output: (stream, bytes) => {
      if (stream === 'stdout') said += Buffer.from(bytes).toString('latin1');
    },
    marked: () => {
      const rest = said.replace(word, '');
      if (rest !== '') late('stdout', Buffer.from(rest, 'latin1'));
      resolve(said.includes(word) ? 'answered' : 'again');
    },
  });
  return promise;
}
