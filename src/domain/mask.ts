import { type MaskSpan, maskSpans, type OwnNames } from './mask-spans.ts';
import { stripStyle } from './sgr.ts';

/** The names that a host goes by: its own, its address, what it calls itself. */
export type HostNames = readonly string[];

/** Finds what is masked in the lines of one host. */
export interface Masker {
  /** None in a line with colours. */
  spans(line: string): readonly MaskSpan[];
  /** The line with a sign in place of each such stretch: equal for lines that differ in nothing else. */
  masked(line: string): string;
  /**
   * The same of many lines of ASCII without colours, each with its end (\n); `bytes` are those of `text`. What is
   * returned holds until the next call.
   */
  maskedLines(text: string, bytes: Uint8Array): Uint8Array;
}

/** The same one for the same names: a run has one for each host, and there are many runs. */
export function createMasker(names: HostNames): Masker {
  const key = names.join('\n');
  const before = made.get(key);
  if (before) return before;
  if (made.size >= mostMade) made.clear();
  const masker = newMasker(names);
  made.set(key, masker);
  return masker;
}

const made = new Map<string, Masker>();
const mostMade = 5000;

function newMasker(names: HostNames): Masker {
  const own = ownNames(names);
  const spans = (line: string): readonly MaskSpan[] =>
    line.includes('\x1b') ? none : maskSpans({ text: line, codes: codesOf(line) }, own);
  return {
    spans,
    masked(styled) {
      const line = stripStyle(styled);
      const found = spans(line);
      if (found.length === 0) return line;
      let text = '';
      let at = 0;
      for (const { from, to } of found) {
        text += line.slice(at, from) + sign;
        at = to;
      }
      return text + line.slice(at);
    },
    maskedLines: (text, bytes) => withSigns(bytes, maskSpans({ text, codes: bytes }, own)),
  };
}

function ownNames(names: HostNames): OwnNames {
  const known = names.filter((name) => name.length > 1).sort((a, b) => b.length - a.length);
  const own = known.map((name) => name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|');
  // A name of the domain behind it belongs to it.
  const pattern = new RegExp(`(?<![\\w-])(?:${own})(?:\\.[a-z][\\w-]*)*(?![\\w-])`, 'y');
  return { names: known, pattern };
}

function codesOf(line: string): Uint8Array {
  if (scratch.length < line.length) scratch = new Uint8Array(2 * line.length);
  for (let at = 0; at < line.length; at++) {
    const code = line.charCodeAt(at);
    scratch[at] = code > 0xff ? 0 : code;
  }
  return scratch;
}

/** `found` is never longer than what stands in its place. */
function withSigns(bytes: Uint8Array, found: readonly MaskSpan[]): Uint8Array {
  if (found.length === 0) return bytes;
  if (scratch.length < bytes.length) scratch = new Uint8Array(2 * bytes.length);
  let at = 0;
  let length = 0;
  for (const { from, to } of found) {
    length = copied(bytes, at, from, length);
    scratch[length++] = sign.charCodeAt(0);
    at = to;
  }
  return scratch.subarray(0, copied(bytes, at, bytes.length, length));
}

/** Returns where it ends. */
function copied(bytes: Uint8Array, from: number, to: number, into: number): number {
  if (to - from > 100) {
    scratch.set(bytes.subarray(from, to), into);
    return into + to - from;
  }
  let end = into;
  for (let at = from; at < to; at++) scratch[end++] = bytes[at] ?? 0;
  return end;
}

/** Shared: nothing is left in it between two calls. */
let scratch = new Uint8Array(32 * 1024);
const none: readonly MaskSpan[] = [];

/** No line holds a control character. */
const sign = '\x01';
