const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** What a person takes for one character each. */
export function graphemes(text: string): string[] {
  if (/^[\x20-\x7e\n]*$/.test(text)) return text.split('');
  return Array.from(segmenter.segment(text), ({ segment }) => segment);
}

/** Where it begins never depends on what comes before its neighbour (UAX 29). */
export const isAsciiFirst = (grapheme: string): boolean => /^[\n\x20-\x7e]/.test(grapheme);

export const isWordCharacter = (grapheme: string | undefined): boolean =>
  grapheme !== undefined && /[\p{L}\p{N}_]/u.test(grapheme);

export const isSpace = (grapheme: string | undefined): boolean =>
  grapheme !== undefined && /^\s/.test(grapheme);
