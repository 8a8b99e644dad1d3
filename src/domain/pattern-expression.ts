import { UsageError } from './failure.ts';
import { quoted } from './quoted.ts';

/** A regular expression without lookaround and backreferences. */
export type Expression =
  | { readonly kind: 'character'; readonly is: (code: number) => boolean }
  | { readonly kind: 'assertion'; readonly at: 'start' | 'end' | 'boundary' | 'inside' }
  | { readonly kind: 'sequence'; readonly parts: readonly Expression[] }
  | { readonly kind: 'choice'; readonly parts: readonly Expression[] }
  /** `most` undefined: any number of times. */
  | {
      readonly kind: 'repeat';
      readonly part: Expression;
      readonly least: number;
      readonly most: number | undefined;
    };

/** Parses the subset of JavaScript's syntax that is supported. @throws UsageError */
export function parseExpression(source: string, ignoreCase: boolean): Expression {
  const parser = new Parser(source, ignoreCase);
  const expression = parser.choice(0);
  if (!parser.atEnd) parser.refuse('`)` without `(` – write \\) for the character');
  return expression;
}

/** How deeply groups may be nested. */
const deepest = 50;
/** Largest count of a repetition. */
const mostTimes = 1000;

class Parser {
  readonly #source: string;
  readonly #ignoreCase: boolean;
  #at = 0;

  constructor(source: string, ignoreCase: boolean) {
    this.#source = source;
    this.#ignoreCase = ignoreCase;
  }

  get atEnd(): boolean {
    return this.#at >= this.#source.length;
  }

  refuse(why: string): never {
    throw new UsageError(`bad expression ${quoted(this.#source)}: ${why}`);
  }

  choice(depth: number): Expression {
    if (depth > deepest) this.refuse(`more than ${deepest} groups in one another`);
    const parts = [this.#sequence(depth)];
    while (this.#takes('|')) parts.push(this.#sequence(depth));
    return parts.length === 1 && parts[0] ? parts[0] : { kind: 'choice', parts };
  }

  #sequence(depth: number): Expression {
    const parts: Expression[] = [];
    while (!this.atEnd && !'|)'.includes(this.#next())) parts.push(this.#repeated(depth));
    return { kind: 'sequence', parts };
  }

  #repeated(depth: number): Expression {
    const part = this.#one(depth);
    const times = this.#times();
    if (!times) return part;
    if (part.kind === 'assertion') this.refuse('a place cannot be repeated – leave the count out');
    this.#takes('?'); // shortest or longest: the same lines match
    if (this.#times()) this.refuse('a count after a count – write ( ) around the first');
    return { kind: 'repeat', part, ...times };
  }

  #times(): { least: number; most: number | undefined } | undefined {
    if (this.#takes('*')) return { least: 0, most: undefined };
    if (this.#takes('+')) return { least: 1, most: undefined };
    if (this.#takes('?')) return { least: 0, most: 1 };
    const [whole, from, comma, to] =
      /^\{(\d{1,6})(,?)(\d{0,6})\}/.exec(this.#source.slice(this.#at)) ?? [];
    if (whole === undefined) return undefined;
    this.#at += whole.length;
    const least = Number(from);
    const most = comma === '' ? least : to === '' ? undefined : Number(to);
    if (most !== undefined && most < least) this.refuse(`${whole} – write the smaller one first`);
    if (Math.max(least, most ?? 0) > mostTimes)
      this.refuse(`${whole} – write ${mostTimes} at most`);
    return { least, most };
  }

  #one(depth: number): Expression {
    const character = this.#take();
    switch (character) {
      case '(':
        return this.#group(depth);
      case '[':
        return { kind: 'character', is: this.#set() };
      case '.':
        return { kind: 'character', is: () => true };
      case '^':
        return { kind: 'assertion', at: 'start' };
      case '$':
        return { kind: 'assertion', at: 'end' };
      case '\\':
        return this.#escaped();
      case '*':
      case '+':
      case '?':
        return this.refuse(
          `\`${character}\` after nothing – write \\${character} for the character`,
        );
      default:
        return { kind: 'character', is: this.#equals(character) };
    }
  }

  #group(depth: number): Expression {
    if (this.#takes('?') && !this.#takes(':'))
      this.refuse('`(?` looks ahead, looks back or names a group – only ( ) and (?: ) are known');
    const inner = this.choice(depth + 1);
    if (!this.#takes(')')) this.refuse('`(` without `)` – write \\( for the character');
    return inner;
  }

  #escaped(): Expression {
    if (this.atEnd) this.refuse('it ends in `\\` – write \\\\ for the character');
    const letter = this.#take();
    if (letter === 'b') return { kind: 'assertion', at: 'boundary' };
    if (letter === 'B') return { kind: 'assertion', at: 'inside' };
    return { kind: 'character', is: this.#class(letter) ?? this.#equals(this.#literal(letter)) };
  }

  /** Behind `[`. */
  #set(): (code: number) => boolean {
    const not = this.#takes('^');
    const tests: ((code: number) => boolean)[] = [];
    while (!this.#takes(']')) {
      if (this.atEnd) this.refuse('`[` without `]` – write \\[ for the character');
      tests.push(this.#member());
    }
    return (code) => tests.some((test) => test(code)) !== not;
  }

  #member(): (code: number) => boolean {
    const from = this.#setCharacter();
    if (typeof from !== 'string') return from;
    const isRange = this.#next() === '-' && !['', ']'].includes(this.#source[this.#at + 1] ?? '');
    if (!isRange) return this.#equals(from);
    this.#take();
    const to = this.#setCharacter();
    if (typeof to !== 'string' || code(to) < code(from))
      return this.refuse(`\`${from}-\` is no range – write \\- for the character`);
    const within = (value: number) => value >= code(from) && value <= code(to);
    if (!this.#ignoreCase) return within;
    return (value) => variants(String.fromCodePoint(value)).some((each) => within(code(each)));
  }

  #setCharacter(): string | ((code: number) => boolean) {
    const character = this.#take();
    if (character !== '\\') return character;
    if (this.atEnd) this.refuse('it ends in `\\` – write \\\\ for the character');
    const letter = this.#take();
    return this.#class(letter) ?? (letter === 'b' ? '\b' : this.#literal(letter));
  }

  #class(letter: string): ((code: number) => boolean) | undefined {
    const test = classes[letter.toLowerCase()];
    if (!test || letter.length !== 1) return undefined;
    return letter === letter.toLowerCase() ? test : (value) => !test(value);
  }

  #literal(letter: string): string {
    if (letter === 't') return '\t';
    if (/[0-9a-zA-Z]/.test(letter))
      this.refuse(`\\${letter} is not known – without \\ it is the character`);
    return letter;
  }

  #equals(character: string): (code: number) => boolean {
    const codes = (this.#ignoreCase ? variants(character) : [character]).map(code);
    const [only] = codes;
    return codes.length === 1 ? (value) => value === only : (value) => codes.includes(value);
  }

  #next(): string {
    return this.#source[this.#at] ?? '';
  }

  #take(): string {
    const character = String.fromCodePoint(this.#source.codePointAt(this.#at) ?? 0);
    this.#at += character.length;
    return character;
  }

  #takes(character: string): boolean {
    if (this.#next() !== character) return false;
    this.#at += 1;
    return true;
  }
}

const code = (character: string): number => character.codePointAt(0) ?? 0;

/** The letter in both cases; `ß` has no single capital. */
const variants = (character: string): string[] =>
  [...new Set([character, character.toLowerCase(), character.toUpperCase()])].filter(
    (each) => Array.from(each).length === 1,
  );

/** What `\w` and `\b` mean. */
export const isWord = (value: number): boolean =>
  (value >= 97 && value <= 122) ||
  (value >= 65 && value <= 90) ||
  (value >= 48 && value <= 57) ||
  value === 95;

const classes: Readonly<Record<string, (code: number) => boolean>> = {
  d: (value) => value >= 48 && value <= 57,
  w: isWord,
  s: (value) => /\s/.test(String.fromCodePoint(value)),
};
