import type { QuoteContext } from './quote-context.ts';

/** The word at the end of a line that is being typed, as far as completion can tell what it means. */
export interface RemoteWord {
  /** A command can stand here, not a path. */
  readonly command: boolean;
  /** The word up to its last `/`, that included, without quotes; `~/` stays. Empty: there is none. */
  readonly folder: string;
  /** What stands behind that. */
  readonly prefix: string;
  /** Where `prefix` begins in the line, and how the shell reads what stands there. */
  readonly from: number;
  readonly context: Exclude<QuoteContext, 'unclear'>;
}

/** Undefined: what stands there is expanded by the shell, or is not followed here. */
export function remoteWord(line: string): RemoteWord | undefined {
  if (notFollowed.test(line)) return undefined;
  let word = newWord(0, true);
  let quote: '' | "'" | '"' = '';
  for (let at = 0; at < line.length; at++) {
    const character = line[at] ?? '';
    if (quote === "'") {
      if (character === "'") quote = '';
      else word = grown(word, character, at, quote);
    } else if (character === '\\') {
      at++;
      if (at === line.length) return undefined;
      word = grown(word, line[at] ?? '', at, quote);
    } else if (character === '"') {
      if (quote === '') word = inQuotes(word, at, '"');
      quote = quote === '' ? '"' : '';
    } else if (line.startsWith('$(', at)) {
      word = newWord(at + 2, true);
      quote = '';
      at++;
    } else if (character === '$') word = { ...word, expanded: true };
    else if (quote === '"') word = grown(word, character, at, quote);
    else if (character === "'") {
      word = inQuotes(word, at, "'");
      quote = "'";
    } else if (/\s/.test(character)) {
      word = newWord(at + 1, character === '\n' || (word.command && goesOn(word.value)));
    } else if (';|&({)'.includes(character) && startsAnew(line, at)) word = newWord(at + 1, true);
    else if ('<>'.includes(character)) word = newWord(at + 1, false);
    else {
      if (character === '#' && word.value === '' && word.start === at) return undefined;
      word = grown(word, character, at, quote, '*?['.includes(character));
    }
  }
  const { value, expanded, start } = word;
  // Of `~` only the own home is followed, and only where the shell does.
  const home = !value.startsWith('~') || (line[start] === '~' && value.startsWith('~/'));
  return expanded || value.includes('%{') || !home ? undefined : wordOf(word);
}

/** Backquotes, heredocs and `$'…'`. */
const notFollowed = /`|(?<!<)<<(?!<)|\$'/;

interface Word {
  readonly start: number;
  readonly value: string;
  readonly command: boolean;
  /** Behind its last `/`. */
  readonly base: number;
  readonly baseQuote: '' | "'" | '"';
  /** The shell makes something else of it. */
  readonly expanded: boolean;
}

const newWord = (start: number, command: boolean): Word => ({
  start,
  value: '',
  command,
  base: start,
  baseQuote: '',
  expanded: false,
});

function grown(
  word: Word,
  character: string,
  at: number,
  quote: Word['baseQuote'],
  expanded = false,
): Word {
  const next = { ...word, value: word.value + character, expanded: word.expanded || expanded };
  return character === '/' ? { ...next, base: at + 1, baseQuote: quote } : next;
}

/** Quotes that open where the last part begins stay. */
const inQuotes = (word: Word, at: number, quote: "'" | '"'): Word =>
  word.base === at ? { ...word, base: at + 1, baseQuote: quote } : word;

function wordOf({ value, command, base, baseQuote }: Word): RemoteWord {
  const slash = value.lastIndexOf('/') + 1;
  const context = baseQuote === '' ? 'plain' : baseQuote === "'" ? 'single' : 'double';
  return {
    command: command && slash === 0,
    folder: value.slice(0, slash),
    prefix: value.slice(slash),
    from: base,
    context,
  };
}

/** A `{` or `)` inside a word is none of the shell's. */
const startsAnew = (line: string, at: number): boolean =>
  line[at] !== '{' || /^\s?$/.test(line[at - 1] ?? '');

/** Behind these words a command stands. */
const goesOn = (word: string): boolean => word === '' || before.has(word) || /^\w+=/.test(word);

const before = new Set(
  '! { if then elif else while until do time sudo doas env exec command nohup nice xargs watch'.split(
    ' ',
  ),
);
