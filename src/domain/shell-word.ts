/** `text` as one word of a POSIX shell, whatever bytes it holds (NUL excepted). */
export const shellQuote = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

/** The same for a line we suggest: a plain word stays without quotes. */
export const shellWord = (word: string): string =>
  /^[\w@%+=:,./-]+$/.test(word) ? word : shellQuote(word);
