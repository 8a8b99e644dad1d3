/** A word of a line, and its column counted from 1. */
export interface ShellWord {
  readonly text: string;
  readonly column: number;
}

/** As `shlex.split` of Python takes a line apart; `comments`: what follows a bare # is none. Nothing for an open quote. */
export function shellWords(
  line: string,
  comments: 'comments' | 'no comments',
): readonly ShellWord[] | undefined {
  const words: ShellWord[] = [];
  let text = '';
  let column = 0; // of the word that is open; 0: none is
  let quote = '';
  for (let index = 0; index < line.length; index += 1) {
    const char = line[index] ?? '';
    if (quote !== '') {
      if (char === quote) quote = '';
      // In double quotes a backslash escapes only these two.
      else if (char === '\\' && quote === '"' && /["\\]/.test(line[index + 1] ?? ''))
        text += line[++index];
      else text += char;
      continue;
    }
    if (/\s/.test(char)) {
      close();
      continue;
    }
    if (char === '#' && comments === 'comments') break;
    column ||= index + 1;
    if (char === '"' || char === "'") quote = char;
    else if (char !== '\\') text += char;
    else if (index + 1 === line.length) return undefined;
    else text += line[++index];
  }
  if (quote !== '') return undefined;
  close();
  return words;

  function close(): void {
    if (column > 0) words.push({ text, column });
    text = '';
    column = 0;
  }
}
