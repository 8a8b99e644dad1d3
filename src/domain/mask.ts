import { stripStyle } from './sgr.ts';

/** A stretch of a line that differs from host to host without meaning anything, in UTF-16 units. */
export interface MaskSpan {
  readonly from: number;
  readonly to: number;
}

/** The names that a host goes by: its own, its address, what it calls itself. */
export type HostNames = readonly string[];

/** Finds what is masked in the lines of one host. */
export interface Masker {
  /** None in a line with colours. */
  spans(line: string): readonly MaskSpan[];
  /** The line with a sign in place of each such stretch: equal for lines that differ in nothing else. */
  masked(line: string): string;
}

const months = 'Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec';
const days = 'Mon|Tue|Wed|Thu|Fri|Sat|Sun';
const clock = String.raw`\d{1,2}:\d\d(?::\d\d(?:[.,]\d+)?)?`;
const units = '(?:ns|µs|us|ms|s|sec|secs|seconds?|min|mins|minutes?|h|hrs?|hours?|d|days?|weeks?)';

const uuid = String.raw`[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}`;
const mac = String.raw`(?:[\da-f]{2}:){5}[\da-f]{2}`;
const hex = String.raw`(?=[\da-f]*\d)(?=[\da-f]*[a-f])[\da-f]{7,}`;
const iso = String.raw`\d{4}-\d\d-\d\d(?:[T ]${clock}(?: ?(?:Z|UTC|[+-]\d\d:?\d\d))?)?`;
const behindDay = String.raw`(?:,? {1,2}\d{4})?(?: ${clock})?(?: (?:AM|PM))?(?: [A-Z]{3,4})?(?: \d{4})?`;
const dayMonth = String.raw`\d{1,2} (?:${months})${behindDay}`;
const monthDay = String.raw`(?:(?:${days}),? )?(?:(?:${months}) {1,2}\d{1,2}|\d{1,2} (?:${months}))${behindDay}`;
const amount = String.raw`\d+(?:\.\d+)? ?`;
const period = String.raw`${amount}(?:${units}|m)\b`;
/** `512m` alone is a size, `5m` of `5m 30s` are minutes. */
const duration = String.raw`${amount}(?:${units}\b|m\b(?=,? ?${period}))(?:,? ?${period})*`;

/** Behind these a number is that of a process. */
const pid = String.raw`(?<=\w\[)\d+(?=\])|(?<=\b[Pp][Ii][Dd][ =:]{1,2})\d+`;
const time = String.raw`${iso}|${dayMonth}|(?<![.:]\d{0,3})${clock}(?!:)`;
const id = `${uuid}|${mac}|${hex}`;
/** A number of a table: none of the others begins so. */
const plain = String.raw`\d+(?: +[\d./%]|[%/,)]|$)`;

/**
 * By what a stretch begins with, so that at most places nothing is tried; of each row the first that fits is taken.
 * No group is captured: that takes eight times as long.
 */
const rules = [
  String.raw`(?=\d)(?:${pid}|(?!${plain})(?:${uuid}|${mac}|${time}|${duration}|0x[\da-fA-F]+|${hex})(?!\w))`,
  String.raw`(?=[JFMASONDTW])${monthDay}(?!\w)`,
  String.raw`(?=[a-f])(?:${id})(?!\w)`,
].join('|');
/** One for all hosts: to compile it takes longer than a thousand lines do. */
const anyRule = new RegExp(`\\b(?:${rules})`, 'g');

const wholeDuration = new RegExp(`^${duration}$`);

/** Of what is masked only these can tell more or less: `up 37 days`. */
export const isDuration = (text: string): boolean => wholeDuration.test(text);

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
  const known = names.filter((name) => name.length > 1).sort((a, b) => b.length - a.length);
  const own = known.map((name) => name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|');
  // A name of the domain behind it belongs to it.
  const host = new RegExp(`(?<![\\w-])(?:${own})(?:\\.[a-z][\\w-]*)*(?![\\w-])`, 'g');

  const spans = (line: string): readonly MaskSpan[] => {
    if (line.includes('\x1b')) return none;
    const named = known.some((name) => line.includes(name)) ? matches(host, line) : none;
    const others = /\d/.test(line) ? withoutSetting(matches(anyRule, line), line) : none;
    const found = named.length === 0 ? others : joined(named, others);
    return found.length > 0 && saysMore(line, found) ? found : none;
  };
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
  };
}

function matches(pattern: RegExp, line: string): MaskSpan[] {
  const found: MaskSpan[] = [];
  pattern.lastIndex = 0;
  for (let match = pattern.exec(line); match; match = pattern.exec(line))
    found.push({ from: match.index, to: pattern.lastIndex });
  return found;
}

/** `timeout = 30s`: the value that was set says what is different, not how long something took. */
function withoutSetting(found: readonly MaskSpan[], line: string): readonly MaskSpan[] {
  if (!line.includes(' = ')) return found;
  const value = /^\s*[\w.-]+ = ["']?/.exec(line)?.[0].length;
  return found.filter(
    ({ from, to }) =>
      from !== value || !isDuration(line.slice(from, to)) || /\w/.test(line.slice(to)),
  );
}

/** In order; what a name has a part in is the name. */
function joined(named: readonly MaskSpan[], others: readonly MaskSpan[]): MaskSpan[] {
  const apart = others.filter(({ from, to }) =>
    named.every((name) => to <= name.from || from >= name.to),
  );
  return [...named, ...apart].sort((a, b) => a.from - b.from);
}

/** A line that is nothing but a name or a time is what was asked for: `hostname`, `date`. */
function saysMore(line: string, spans: readonly MaskSpan[]): boolean {
  let at = 0;
  for (const { from, to } of [...spans, { from: line.length, to: line.length }]) {
    if (from > at && /[\p{L}\p{N}]/u.test(line.slice(at, from))) return true;
    at = to;
  }
  return false;
}

const none: readonly MaskSpan[] = [];

/** No line holds a control character. */
const sign = '\x01';
