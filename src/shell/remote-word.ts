import {
  type GrowingWord,
  grown,
  inQuotes,
  newWord,
  type PathWord,
  pathOf,
} from './growing-word.ts';

/** The word at the end of a line that is being typed, as far as completion can tell what it means. */
export interface RemoteWord extends PathWord {
  /** A command can stand here, not a path. */
  readonly command: boolean;
}

/** Undefined: what stands there is expanded by the shell, or is not followed here. */
export function remoteWord(line: string): RemoteWord | undefined {
  if (notFollowed.test(line)) return undefined;
  let word = begun(0, true);
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
      word = begun(at + 2, true);
      quote = '';
      at++;
    } else if (character === '$') word = { ...word, expanded: true };
    else if (quote === '"') word = grown(word, character, at, quote);
    else if (character === "'") {
      word = inQuotes(word, at, "'");
      quote = "'";
    } else if (/\s/.test(character)) {
      word = begun(at + 1, character === '\n' || (word.command && goesOn(word.value)));
    } else if (';|&({)'.includes(character) && startsAnew(line, at)) word = begun(at + 1, true);
    else if ('<>'.includes(character)) word = begun(at + 1, false);
    else {
      if (character === '#' && word.value === '' && word.start === at) return undefined;
      word = grown(glob(word, character), character, at, quote);
    }
  }
  const { value, expanded, start } = word;
  // A `~` is followed only where the shell does.
  const home = !value.startsWith('~') || (line[start] === '~' && homeFolder.test(value));
  return expanded || value.includes('%{') || !home ? undefined : wordOf(word);
}

/** Backquotes, heredocs and `$'…'`. */
const notFollowed = /`|(?<!<)<<(?!<)|\$'/;

const homeFolder = /^~(?:[A-Za-z_][\w.-]*)?\//;

const glob = (word: Word, character: string): Word => ({
  ...word,
  expanded: word.expanded || '*?['.includes(character),
});

interface Word extends GrowingWord {
  readonly command: boolean;
  /** The shell makes something else of it. */
  readonly expanded: boolean;
}

const begun = (start: number, command: boolean): Word => ({
  ...newWord(start),
  command,
  expanded: false,
});

function wordOf(word: Word): RemoteWord {
  const path = pathOf(word);
  return { ...path, command: word.command && path.folder === '' };
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
