const longest = 60; // characters that are shown; a message stays one line

/** What the user typed, for a message: in backquotes, shortened, without anything that a terminal acts on. */
export function quoted(text: string): string {
  const shown = text.length > longest ? `${text.slice(0, longest)}…` : text;
  return `\`${shown.replace(/[\p{C}\u2028\u2029]/gu, escaped)}\``;
}

function escaped(character: string): string {
  return `\\u{${character.codePointAt(0)?.toString(16)}}`;
}
