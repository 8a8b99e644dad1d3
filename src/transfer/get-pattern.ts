/** One part of a path with wildcards (glob(7)). */
export type Pattern = readonly Piece[];

type Piece =
  | { readonly kind: 'literal'; readonly character: string }
  | { readonly kind: 'one'; readonly fits: (character: string) => boolean }
  | { readonly kind: 'many' };

/** A backslash takes the meaning of what follows it; a `[` that nothing ends stands for itself. */
export function readPattern(text: string): Pattern {
  const characters = [...text];
  const pieces: Piece[] = [];
  for (let at = 0; at < characters.length; at += 1) {
    const character = characters[at] ?? '';
    const set = character === '[' ? readSet(characters, at) : undefined;
    if (set) {
      pieces.push({ kind: 'one', fits: set.fits });
      at = set.end;
    } else if (character === '*') pieces.push({ kind: 'many' });
    else if (character === '?') pieces.push({ kind: 'one', fits: () => true });
    else if (character === '\\' && at + 1 < characters.length) {
      at += 1;
      pieces.push({ kind: 'literal', character: characters[at] ?? '' });
    } else pieces.push({ kind: 'literal', character });
  }
  return pieces;
}

/** Whether there is a wildcard in it. */
export const isWild = (text: string): boolean =>
  readPattern(text).some(({ kind }) => kind !== 'literal');

/** What a text without wildcards says. */
export const literalText = (text: string): string =>
  readPattern(text)
    .map((piece) => (piece.kind === 'literal' ? piece.character : ''))
    .join('');

/** Never exponential, whatever the host calls its files. */
export function fitsPattern(name: string, pattern: Pattern): boolean {
  const characters = [...name];
  let inName = 0;
  let inPattern = 0;
  let star: { pattern: number; name: number } | undefined;
  while (inName < characters.length) {
    const piece = pattern[inPattern];
    if (piece?.kind === 'many') {
      star = { pattern: inPattern, name: inName };
      inPattern += 1;
    } else if (piece && fitsOne(characters[inName] ?? '', piece)) {
      inName += 1;
      inPattern += 1;
    } else if (star) {
      // Let the last star take one character more and try again behind it.
      star.name += 1;
      inName = star.name;
      inPattern = star.pattern + 1;
    } else return false;
  }
  return pattern.slice(inPattern).every(({ kind }) => kind === 'many');
}

const fitsOne = (character: string, piece: Piece): boolean =>
  (piece.kind === 'literal' && piece.character === character) ||
  (piece.kind === 'one' && piece.fits(character));

interface CharacterSet {
  readonly fits: (character: string) => boolean;
  /** Where its `]` is. */
  readonly end: number;
}

function readSet(text: readonly string[], start: number): CharacterSet | undefined {
  const members: ((character: string) => boolean)[] = [];
  let at = start + 1;
  const inverted = text[at] === '!' || text[at] === '^';
  if (inverted) at += 1;
  for (const first = at; at < text.length; at += 1) {
    if (text[at] === ']' && at > first) {
      const isMember = (character: string) => members.some((fits) => fits(character));
      return { fits: (character) => isMember(character) !== inverted, end: at };
    }
    const [whole, name] = /^\[:([a-z]+):\]/.exec(text.slice(at, at + 12).join('')) ?? [];
    const named = classes[name ?? ''];
    if (named && whole) {
      members.push((character) => named.test(character));
      at += whole.length - 1;
      continue;
    }
    if (text[at] === '\\') at += 1;
    const from = text[at] ?? '';
    const isRange = text[at + 1] === '-' && text[at + 2] !== ']' && text[at + 2] !== undefined;
    if (isRange) at += text[at + 2] === '\\' ? 3 : 2;
    const to = text[at] ?? '';
    members.push((character) => isBetween(character, from, to));
  }
  return undefined;
}

/** A range from high to low holds nothing. */
function isBetween(character: string, from: string, to: string): boolean {
  const code = character.codePointAt(0) ?? -1;
  return code >= (from.codePointAt(0) ?? 0) && code <= (to.codePointAt(0) ?? 0);
}

/** POSIX.1, 9.3.5. */
const classes: Readonly<Record<string, RegExp>> = {
  alnum: /^[\p{L}\p{N}]$/u,
  alpha: /^\p{L}$/u,
  digit: /^[0-9]$/,
  lower: /^\p{Ll}$/u,
  punct: /^[\p{P}\p{S}]$/u,
  space: /^\s$/,
  upper: /^\p{Lu}$/u,
  xdigit: /^[0-9a-fA-F]$/,
};
