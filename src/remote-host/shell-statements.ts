/**
 * Splits what a shell lists (`export -p`, `alias`) into its statements: a newline ends one, unless it is quoted.
 * Knows `'…'`, `"…"`, `$'…'` and the backslash.
 */
export function statements(text: string): string[] {
  const found: string[] = [];
  let from = 0;
  let quote = '';
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at] ?? '';
    if (character === '\\' && quote !== "'") at += 1;
    else if (quote === '') {
      if (character === '\n') {
        found.push(text.slice(from, at));
        from = at + 1;
      } else if (character === '"' || character === "'") quote = openedBy(text, at);
    } else if (character === quote.at(-1)) quote = '';
  }
  if (from < text.length) found.push(text.slice(from));
  return found.filter((statement) => statement !== '');
}

/** `$'` knows the backslash, `'` does not. */
const openedBy = (text: string, at: number): string =>
  text[at] === "'" && text[at - 1] === '$' ? "$'" : (text[at] ?? '');

/** The variable that a statement of `export -p` sets. */
export const exportedName = (statement: string): string | undefined =>
  /^(?:export|declare|typeset)(?:\s+-\S*)*\s+([A-Za-z_]\w*)/.exec(statement)?.[1];
