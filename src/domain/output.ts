import { unsafe, widthChanging } from './unprintable.ts';

/**
 * A text from elsewhere (a name, a banner, an error, a prompt, what was pasted) on one line that a terminal may
 * be shown: control characters become visible (`^[`, `\x9b`, `\u202e`), tabs become spaces. What terminals
 * disagree on the width of (joiners, variation selectors, skin tones) is left out.
 */
export function safeText(text: string): string {
  return withoutTabs(text.toWellFormed().replace(widthChanging, '')).replace(unsafe, visible);
}

/** Whether a terminal may be given `text`: nothing but printable characters and colours (`ESC [ … m`). */
export function isSafe(text: string): boolean {
  return text.isWellFormed() && text.replaceAll(/\x1b\[[\d;]*m/g, '').search(unsafe) === -1;
}

function withoutTabs(text: string): string {
  if (!text.includes('\t')) return text;
  return text.split('\t').reduce((line, part) => `${line.padEnd(nextStop(line.length))}${part}`);
}

const nextStop = (column: number) => column - (column % 8) + 8;

function visible(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x20 || code === 0x7f) return `^${String.fromCharCode(code ^ 0x40)}`; // cat -v's
  if (code < 0x100) return `\\x${code.toString(16)}`;
  return code > 0xffff ? `\\u{${code.toString(16)}}` : `\\u${code.toString(16).padStart(4, '0')}`;
}
