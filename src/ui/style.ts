/** Splits a text at its colours (SGR), keeping them: `text.split(styleSequence)`. */
export const styleSequence = /(\x1b\[[\d;:]*m)/;

export function stripStyle(text: string): string {
  return text.includes('\x1b') ? text.replaceAll(/\x1b\[[\d;:]*m/g, '') : text;
}
