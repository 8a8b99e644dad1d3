/** How many columns a text without control characters takes in a terminal, closely enough to follow its cursor. */
export function widthOf(text: string): number {
  if (isAscii(text)) return text.length;
  let width = 0;
  for (const character of text) width += characterWidth(character);
  return width;
}

/** 0 for what joins the character before it, 2 for East Asian and emoji, else 1. */
export function characterWidth(character: string): 0 | 1 | 2 {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x300) return 1;
  if (code >= 0x1100 && isWide(code)) return 2;
  return mark.test(character) ? 0 : 1;
}

const isAscii = (text: string) => !/[^\x00-\x7f]/.test(text);
const mark = /^[\p{Mn}\p{Me}]$/u;

function isWide(code: number): boolean {
  return wide.some(([low, high]) => code >= low && code <= high);
}

// Unicode's EastAsianWidth.txt: W and F, in blocks
const wide: readonly (readonly [number, number])[] = [
  [0x1100, 0x115f],
  [0x2e80, 0x303e],
  [0x3041, 0xa4cf],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe30, 0xfe6f],
  [0xff00, 0xff60],
  [0xffe0, 0xffe6],
  [0x1f300, 0x1f64f],
  [0x1f680, 0x1f6ff],
  [0x1f900, 0x1faff],
  [0x20000, 0x3fffd],
];
