import { stripStyle } from './sgr.ts';

/** What differs from host to host without meaning anything. */
export type MaskKind = 'host' | 'time' | 'duration' | 'id' | 'pid';

/** A stretch of a line, in UTF-16 units. */
export interface MaskSpan {
  readonly from: number;
  readonly to: number;
  readonly kind: MaskKind;
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
const units =
  '(?:ns|µs|us|ms|s|sec|secs|seconds?|m|min|mins|minutes?|h|hrs?|hours?|d|days?|weeks?)';

const uuid = String.raw`[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}`;
const mac = String.raw`(?:[\da-f]{2}:){5}[\da-f]{2}`;
const hex = String.raw`(?=[\da-f]*\d)(?=[\da-f]*[a-f])[\da-f]{7,}`;
const iso = String.raw`\d{4}-\d\d-\d\d(?:[T ]${clock}(?: ?(?:Z|UTC|[+-]\d\d:?\d\d))?)?`;
const behindDay = String.raw`(?:,? {1,2}\d{4})?(?: ${clock})?(?: (?:AM|PM))?(?: [A-Z]{3,4})?(?: \d{4})?`;
const dayMonth = String.raw`\d{1,2} (?:${months})${behindDay}`;
const monthDay = String.raw`(?:(?:${days}),? )?(?:(?:${months}) {1,2}\d{1,2}|\d{1,2} (?:${months}))${behindDay}`;
const duration = String.raw`(?:\d+(?:\.\d+)? ?${units}\b,? ?)+`;

/** By what a stretch begins with, so that at most places nothing is tried; of each row the first that fits is taken. */
const rules: readonly (readonly [begin: string, readonly (readonly [MaskKind, string])[]])[] = [
  [
    String.raw`\d`,
    [
      ['id', uuid],
      ['id', mac],
      ['time', iso],
      ['time', dayMonth],
      ['time', String.raw`(?<![.:]\d{0,3})${clock}(?!:)`],
      ['duration', duration],
      ['id', String.raw`0x[\da-fA-F]+`],
      ['id', hex],
    ],
  ],
  ['[JFMASONDTW]', [['time', monthDay]]],
  [
    '[a-f]',
    [
      ['id', uuid],
      ['id', mac],
      ['id', hex],
    ],
  ],
];

/** Behind these a number is that of a process. */
const pidRule = String.raw`(?=\d)(?:(?<=\w\[)\d+(?=\])|(?<=\b[Pp][Ii][Dd][ =:]{1,2})\d+)`;

/** Each rule is a group of its own, so that the group tells the kind. */
const rulesText = `\\b(?:${rules
  .map(([begin, row]) => `(?=${begin})(?:${row.map(([, rule]) => `(${rule})(?!\\w)`).join('|')})`)
  .join('|')})|(${pidRule})`;
const kinds: readonly MaskKind[] = [
  ...rules.flatMap(([, row]) => row.map(([kind]) => kind)),
  'pid',
];

export function createMasker(names: HostNames): Masker {
  const known = names.filter((name) => name.length > 1).sort((a, b) => b.length - a.length);
  const own = known.map((name) => name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|');
  // A name of the domain behind it belongs to it.
  const host = own === '' ? '(?!)' : `(?<![\\w-])(${own})(?:\\.[a-z][\\w-]*)*(?![\\w-])`;
  const pattern = new RegExp(own === '' ? rulesText : `${host}|${rulesText}`, 'g');
  const first = own === '' ? 0 : 1;

  const spans = (line: string): readonly MaskSpan[] => {
    if (line.includes('\x1b')) return none;
    if (!/\d/.test(line) && !known.some((name) => line.includes(name))) return none;
    const found: MaskSpan[] = [];
    for (const match of line.matchAll(pattern)) {
      const text = match[0].trimEnd().replace(/,$/, '');
      const group = match.findIndex((part, i) => i > 0 && part !== undefined) - 1;
      const kind = group < first ? 'host' : (kinds[group - first] ?? 'id');
      found.push({ from: match.index, to: match.index + text.length, kind });
    }
    return saysMore(line, found) ? found : none;
  };
  return {
    spans,
    masked(styled) {
      const line = stripStyle(styled);
      const found = spans(line);
      if (found.length === 0) return line;
      let text = '';
      let at = 0;
      for (const { from, to, kind } of found) {
        text += line.slice(at, from) + signs[kind];
        at = to;
      }
      return text + line.slice(at);
    },
  };
}

/** A line that is nothing but a name or a time is what was asked for: `hostname`, `date`. */
function saysMore(line: string, spans: readonly MaskSpan[]): boolean {
  let at = 0;
  for (const { from, to } of [...spans, { from: line.length, to: line.length }]) {
    if (/[\p{L}\p{N}]/u.test(line.slice(at, from))) return true;
    at = to;
  }
  return false;
}

const none: readonly MaskSpan[] = [];

/** No line holds a control character. */
const signs: Readonly<Record<MaskKind, string>> = {
  host: '\x01h',
  time: '\x01t',
  duration: '\x01d',
  id: '\x01i',
  pid: '\x01p',
};
