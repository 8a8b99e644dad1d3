import type { Program } from './program.ts';

/** Settles when the lanes are gone: what is typed then is typed at the prompt. */
export async function closeBoard(shell: Program): Promise<void> {
  shell.press('esc');
  // neither its first row nor its last: a frame that is half there shows one of them
  await shell.sees(() => !/roll over \d|Esc close/.test(shell.screen));
}

/** Presses the keys one by one: with a key behind each that means nothing there they cannot come as one text. */
export function pressOneByOne(shell: Program, keys: string): void {
  shell.type(Array.from(keys, (key) => `${key}\x1b[C`).join(''));
}
