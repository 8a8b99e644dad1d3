import { entry, example, paragraph } from './roff.ts';

/**
 * A page of the help as the body of a section. Lines that are set in, or have two columns, are rows: what is
 * typed, and behind or under it what it means.
 */
export function helpBody(text: string): string {
  return blocksOf(text)
    .map(({ kind, lines }) => (kind === 'text' ? paragraph(lines.join(' ')) : rows(lines)))
    .join('');
}

/** Its first examples alone. */
export function examplesOf(text: string): string {
  const examples = blocksOf(text).find(({ kind }) => kind === 'rows');
  return rows(examples?.lines ?? []);
}

interface Block {
  readonly kind: 'text' | 'rows';
  readonly lines: string[];
}

/** Stretches of lines of one kind; an empty line ends one. */
function blocksOf(text: string): Block[] {
  const blocks: Block[] = [];
  let open: Block | undefined;
  for (const line of text.split('\n')) {
    const kind = /^ {2}|\S {3,}\S/.test(line) ? 'rows' : 'text';
    if (line === '') open = undefined;
    else if (open?.kind === kind) open.lines.push(line.trimEnd());
    else {
      open = { kind, lines: [line] };
      blocks.push(open);
    }
  }
  return blocks;
}

interface Row {
  typed: string;
  meaning: string;
}

/** Rows without a meaning, one after the other, are one example. */
function rows(lines: readonly string[]): string {
  const bare: string[] = [];
  const done: string[] = [];
  const flush = () => {
    if (bare.length > 0) done.push(example(bare.splice(0)));
  };
  for (const { typed, meaning } of rowsOf(lines)) {
    if (meaning === '') {
      bare.push(typed);
      continue;
    }
    flush();
    done.push(entry(typed, meaning));
  }
  flush();
  return done.join('');
}

/** A line that begins far to the right goes on with the meaning of the one above it. */
function rowsOf(lines: readonly string[]): Row[] {
  const found: Row[] = [];
  for (const line of lines) {
    const above = found.at(-1);
    if (above && /^ {8}/.test(line)) {
      above.meaning = [above.meaning, line.trim()].filter(Boolean).join(' ');
      continue;
    }
    const [typed = '', ...meaning] = line.trim().split(/ {2,}/);
    found.push({ typed, meaning: meaning.join(' ') });
  }
  return found;
}
