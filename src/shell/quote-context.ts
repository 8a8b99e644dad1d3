/** How a POSIX shell reads what stands somewhere in a line. `unclear`: not followed here, so nothing may be quoted there. */
export type QuoteContext = 'plain' | 'single' | 'double' | 'unclear';

/** The contexts of these offsets, which must ascend. */
export function quoteContexts(line: string, offsets: readonly number[]): QuoteContext[] {
  if (notFollowed.test(line)) return offsets.map(() => 'unclear');
  const contexts = new Map<number, QuoteContext>();
  const open: Frame[] = [];
  for (let at = 0; at < line.length; at++) {
    const frame = open.at(-1) ?? 'plain';
    contexts.set(at, frame === 'paren' ? 'plain' : frame);
    if (frame === 'single') {
      if (line[at] === "'") open.pop();
    } else if (line[at] === '\\') at++;
    else if (line.startsWith('$(', at)) {
      open.push('paren');
      at++;
    } else if (frame === 'double') {
      if (line[at] === '"') open.pop();
    } else if (isComment(line, at)) at = lineEndAfter(line, at);
    else inPlain(line[at] ?? '', open);
  }
  return offsets.map((offset) => contexts.get(offset) ?? 'unclear');
}

type Frame = 'plain' | 'paren' | 'single' | 'double';

/** Backquotes, heredocs, `$'…'`, quotes inside `${…}`, and `case`, whose `)` closes nothing. */
const notFollowed = /`|(?<!<)<<(?!<)|\$'|\$\{[^}]*['"\\]|\besac\b/;

function inPlain(character: string, open: Frame[]): void {
  if (character === "'") open.push('single');
  else if (character === '"') open.push('double');
  else if (character === '(') open.push('paren');
  else if (character === ')' && open.at(-1) === 'paren') open.pop();
}

/** `#` begins one only where a word would begin. */
const isComment = (line: string, at: number): boolean =>
  line[at] === '#' && /^[\s;&|()]?$/.test(line[at - 1] ?? '');

function lineEndAfter(line: string, at: number): number {
  const end = line.indexOf('\n', at);
  return end < 0 ? line.length : end;
}
