import { nextPlace } from './mask-places.ts';
import { anyRule, isDuration } from './mask-rules.ts';

/** A stretch of a line that differs from host to host without meaning anything, in UTF-16 units. */
export interface MaskSpan {
  readonly from: number;
  readonly to: number;
}

/** Lines that stand behind each other, with an end (\n) between them. */
export interface MaskedText {
  readonly text: string;
  /** Of each character its code; 0 for those beyond Latin-1. */
  readonly codes: Uint8Array;
}

/** The names of a host, longest first, and how one of them stands in a text (sticky). */
export interface OwnNames {
  readonly names: readonly string[];
  readonly pattern: RegExp;
}

/** None in a line that says nothing but what is masked. */
export function maskSpans(lines: MaskedText, own: OwnNames): readonly MaskSpan[] {
  const { text, codes } = lines;
  const named = own.names.length === 0 ? none : matches(text, own.pattern, placesOf(own, text));
  const others = matches(text, rules, (from) => nextPlace(codes, text.length, from));
  const found: MaskSpan[] = [];
  const names = { of: named, next: 0 };
  const rest = { of: others, next: 0 };
  for (;;) {
    const first = Math.min(nextFrom(names), nextFrom(rest));
    if (first === never) return found;
    add(found, lineAround(lines, first), names, rest);
  }
}

/** The ends of lines are ends for it, too. */
const rules = new RegExp(anyRule, 'my');

interface MaskedLine extends MaskedText {
  readonly start: number;
  readonly end: number;
}

/** `next`: the first place from there on where the pattern may fit; it is tried nowhere else. */
function matches(
  text: string,
  pattern: RegExp,
  next: (from: number) => number,
): readonly MaskSpan[] {
  let at = next(0);
  if (at === -1) return none;
  const found: MaskSpan[] = [];
  while (at !== -1) {
    pattern.lastIndex = at;
    const fits = pattern.test(text);
    const to = fits ? pattern.lastIndex : at + 1;
    if (fits) found.push({ from: at, to });
    at = next(to);
  }
  return found;
}

/** Where one of the names stands. */
function placesOf({ names }: OwnNames, text: string): (from: number) => number {
  const places = names.map((name) => text.indexOf(name));
  return (from) => {
    let next = -1;
    for (let i = 0; i < places.length; i++) {
      let place = places[i] ?? -1;
      if (place !== -1 && place < from) {
        place = text.indexOf(names[i] ?? '', from);
        places[i] = place;
      }
      if (place !== -1 && (next === -1 || place < next)) next = place;
    }
    return next;
  };
}

function lineAround({ text, codes }: MaskedText, at: number): MaskedLine {
  let start = at;
  while (start > 0 && codes[start - 1] !== lineEnd) start -= 1;
  const end = text.indexOf('\n', at);
  return { text, codes, start, end: end === -1 ? text.length : end };
}

/** Spans in order, taken one after the other. */
interface Taking {
  readonly of: readonly MaskSpan[];
  next: number;
}

const nextFrom = ({ of, next }: Taking): number => of[next]?.from ?? never;
const nextTo = ({ of, next }: Taking): number => of[next]?.to ?? never;

/** Takes those of the line. */
function add(found: MaskSpan[], line: MaskedLine, names: Taking, others: Taking): void {
  const before = found.length;
  const counts = countsOthers(line, others);
  for (; nextFrom(others) < line.end; others.next++) {
    const other = others.of[others.next] as MaskSpan;
    for (; nextTo(names) <= other.from; names.next++) found.push(names.of[names.next] as MaskSpan);
    // What a name has a part in is the name.
    if (other.to <= nextFrom(names) && counts(other)) found.push(other);
  }
  for (; nextFrom(names) < line.end; names.next++) found.push(names.of[names.next] as MaskSpan);
  if (!saysMore(line, found, before)) found.length = before;
}

/** Which of the rules' spans count in this line. */
function countsOthers(line: MaskedLine, others: Taking): (span: MaskSpan) => boolean {
  if (nextFrom(others) >= line.end || !hasDigit(line)) return nobody;
  return settingOf(line) ?? everybody;
}

const everybody = () => true;
const nobody = () => false;

function hasDigit({ codes, start, end }: MaskedLine): boolean {
  for (let at = start; at < end; at++) {
    const code = codes[at] ?? 0;
    if (code >= 0x30 && code <= 0x39) return true;
  }
  return false;
}

/** `timeout = 30s`: the value that was set says what is different, not how long something took. */
function settingOf({ text, start, end }: MaskedLine): ((span: MaskSpan) => boolean) | undefined {
  const line = text.slice(start, end);
  if (!line.includes(' = ')) return undefined;
  const value = /^\s*[\w.-]+ = ["']?/.exec(line)?.[0].length;
  if (value === undefined) return undefined;
  return ({ from, to }) =>
    from !== start + value || !isDuration(text.slice(from, to)) || /\w/.test(text.slice(to, end));
}

/** A line that is nothing but a name or a time is what was asked for: `hostname`, `date`. */
function saysMore(line: MaskedLine, spans: readonly MaskSpan[], first: number): boolean {
  let at = line.start;
  for (let i = first; i < spans.length; i++) {
    const { from, to } = spans[i] as MaskSpan;
    if (says(line, at, from)) return true;
    at = to;
  }
  return says(line, at, line.end);
}

/** A letter or a digit of any script is there. */
function says({ text, codes }: MaskedLine, from: number, to: number): boolean {
  for (let at = from; at < to; at++) {
    const code = codes[at] ?? 0;
    if (code === 0 || code > 0x7f) return /[\p{L}\p{N}]/u.test(text.slice(from, to));
    if (code >= 0x30 && code <= 0x39) return true;
    if ((code | 0x20) >= 0x61 && (code | 0x20) <= 0x7a) return true;
  }
  return false;
}

const lineEnd = 0x0a;
const never = Number.POSITIVE_INFINITY;
const none: readonly MaskSpan[] = [];
