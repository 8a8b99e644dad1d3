/**
 * The first place from `from` to `end` where a rule of mask-rules.ts may fit; -1: there is none. `codes`: of each character
 * its code, 0 for those beyond Latin-1. Looking at what stands there takes a quarter of the time that trying the
 * rules everywhere does.
 */
export function nextPlace(codes: Uint8Array, end: number, from: number): number {
  let at = from;
  if (from > 0 && isA(word, codes, from - 1)) while (at < end && isA(word, codes, at)) at += 1;
  while (at < end) {
    while (at < end && !isA(word, codes, at)) at += 1;
    if (mayFit(codes, at, end)) return at;
    while (at < end && isA(word, codes, at)) at += 1;
  }
  return -1;
}

/** `at`: where a word begins. */
function mayFit(codes: Uint8Array, at: number, end: number): boolean {
  const kind = at < end ? (kinds[codes[at] as number] as number) : 0;
  if ((kind & (digit | hex | capital)) === 0) return false;
  if (kind & digit) return mayBeNumber(codes, at, end);
  return kind & hex ? mayBeId(codes, at, end) : isDayOrMonth(codes, at);
}

function mayBeNumber(codes: Uint8Array, at: number, end: number): boolean {
  const next = endOf(digit, codes, at, end);
  if (mayBePid(codes, at, next)) return true;
  // Of a table, most often.
  if (next === end) return false;
  switch (codes[next]) {
    case code['\n']:
    case code['%']:
    case code['/']:
    case code[',']:
    case code[')']:
      return false;
    case code['-']:
      return next === at + 4 || next === at + 8;
    case code[':']:
      return next <= at + 2;
    case code[' ']:
      return next + 1 < end && isA(unit | capital, codes, next + 1);
    case code['.']:
      return mayBeUnit(codes, endOf(digit, codes, next + 1, end), end);
    case code.x:
      return next === at + 1;
    default:
      return mayBeUnit(codes, next, end) || mayBeId(codes, at, end);
  }
}

/** `app[123]`, `pid 123` */
function mayBePid(codes: Uint8Array, at: number, next: number): boolean {
  if (at < 2) return false;
  switch (codes[at - 1]) {
    case code['[']:
      return codes[next] === code[']'];
    case code[' ']:
    case code['=']:
    case code[':']:
      return isA(d, codes, at - 2) || (at > 2 && isA(d, codes, at - 3));
    default:
      return false;
  }
}

/** Behind a number. */
function mayBeUnit(codes: Uint8Array, at: number, end: number): boolean {
  const place = at < end && codes[at] === code[' '] ? at + 1 : at;
  return place < end && isA(unit, codes, place);
}

/** A UUID, a MAC address, or seven digits of both kinds. */
function mayBeId(codes: Uint8Array, at: number, end: number): boolean {
  const next = endOf(hex, codes, at, end);
  if (next === at + 2) return next < end && codes[next] === code[':'];
  return next >= at + 7;
}

const isDayOrMonth = (codes: Uint8Array, at: number): boolean =>
  daysAndMonths.has(threeLetters(codes[at], codes[at + 1], codes[at + 2]));

// What a character may be, as bits.
const word = 1;
const digit = 2;
/** A hexadecimal digit, in small letters. */
const hex = 4;
/** The first letter of a day or a month. */
const capital = 8;
/** The first letter of a unit of time. */
const unit = 16;
const d = 32;

const code = {
  '\n': 0x0a,
  ' ': 0x20,
  '%': 0x25,
  ')': 0x29,
  ',': 0x2c,
  '-': 0x2d,
  '.': 0x2e,
  '/': 0x2f,
  ':': 0x3a,
  '=': 0x3d,
  '[': 0x5b,
  ']': 0x5d,
  x: 0x78,
} as const;

const kinds = new Uint8Array(256);
mark('0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_', word);
mark('0123456789', digit);
mark('0123456789abcdef', hex);
mark('JFMASONDTW', capital);
mark('nµumshdw', unit);
mark('dD', d);

const threeLetters = (a = 0, b = 0, c = 0): number => (a << 16) | (b << 8) | c;

const daysAndMonths = new Set(
  'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec Mon Tue Wed Thu Fri Sat Sun'
    .split(' ')
    .map((name) => threeLetters(...codesIn(name))),
);

function mark(characters: string, kind: number): void {
  for (const each of codesIn(characters)) kinds[each] = (kinds[each] ?? 0) | kind;
}

function codesIn(characters: string): number[] {
  return [...characters].map((character) => character.charCodeAt(0));
}

function isA(kind: number, codes: Uint8Array, at: number): boolean {
  return ((kinds[codes[at] as number] as number) & kind) !== 0;
}

/** The first place from `at` on that is none. */
function endOf(kind: number, codes: Uint8Array, at: number, end: number): number {
  let next = at;
  while (next < end && isA(kind, codes, next)) next += 1;
  return next;
}
