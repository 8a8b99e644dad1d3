import { UsageError } from './failure.ts';
import { quoted } from './quoted.ts';

/** One part of the text in brackets: `08`, `1-9` or `01-20/2`. */
export type Range =
  | { readonly kind: 'index'; readonly digits: string }
  | {
      readonly kind: 'range';
      readonly first: number;
      readonly last: number;
      readonly step: number;
      /** Width of each index, with leading zeros; 0: no padding. */
      readonly width: number;
    };

/** With more digits than this we do not calculate: such an index stands alone. */
export const mostDigits = 15;

/** Reads `1,3-5,01-20/2`. `whole` is the node set it stands in, for the error text. */
export function parseRanges(inside: string, whole: string): readonly Range[] {
  return inside.split(',').map((part) => parseRange(part.trim(), whole));
}

/** How many indexes it has, without listing them (one named twice counts twice). */
export function countIndexes(ranges: readonly Range[]): number {
  return ranges.reduce((count, range) => count + countRange(range), 0);
}

/** The indexes as digits, in the order written. */
export function listIndexes(ranges: readonly Range[]): string[] {
  return ranges.flatMap(listRange);
}

/** The most digits that one of the indexes has. */
export function widestIndex(ranges: readonly Range[]): number {
  return ranges.reduce((widest, range) => Math.max(widest, widthOf(range)), 0);
}

function parseRange(part: string, whole: string): Range {
  const [, first, last, step] = /^(\d+)(?:\s*-\s*(\d+)(?:\s*\/\s*(\d+))?)?$/.exec(part) ?? [];
  if (first === undefined) throw new UsageError(`${whole}: ${whyNoRange(part)}`);
  if (last === undefined) return { kind: 'index', digits: first };
  return checkedRange({ part, first, last, step: step ?? '1' }, whole);
}

function checkedRange(
  text: { part: string; first: string; last: string; step: string },
  whole: string,
): Range {
  const refuse = (why: string) => new UsageError(`${whole}: ${quoted(text.part)} ${why}`);
  if (Math.max(text.first.length, text.last.length, text.step.length) > mostDigits) {
    throw refuse(`has a number of more than ${mostDigits} digits – write the names one by one`);
  }
  const [first, last, step] = [Number(text.first), Number(text.last), Number(text.step)];
  if (step === 0) throw refuse('has step 0 – write a step of 1 or more');
  if (first > last) throw refuse(`runs backwards – write ${text.last}-${text.first}`);
  const padded = isPadded(text.first) || isPadded(text.last);
  if (padded && text.first.length !== text.last.length) {
    throw refuse(`pads its ends differently – write ${sameWidth(text.first, text.last)}`);
  }
  return { kind: 'range', first, last, step, width: padded ? text.first.length : 0 };
}

/** Whether it has leading zeros: `08`, but not `0`. */
export function isPadded(digits: string): boolean {
  return digits.length > 1 && digits.startsWith('0');
}

function sameWidth(first: string, last: string): string {
  const width = Math.max(first.length, last.length);
  return `${first.padStart(width, '0')}-${last.padStart(width, '0')}`;
}

function whyNoRange(part: string): string {
  if (part === '') return 'there is an empty range in the brackets – write a number, as in [1,3-5]';
  if (part.includes('/')) {
    return `${quoted(part)} is no range with a step – write first-last/step, as in [1-9/2]`;
  }
  if (part.startsWith('-')) {
    return `${quoted(part)} has a minus sign – write it before the bracket, as in web-[1-5]`;
  }
  return `${quoted(part)} is no range of numbers – write them as in [1,3-5]`;
}

function countRange(range: Range): number {
  if (range.kind === 'index') return 1;
  return Math.floor((range.last - range.first) / range.step) + 1;
}

function widthOf(range: Range): number {
  return range.kind === 'index'
    ? range.digits.length
    : String(range.last).padStart(range.width).length;
}

function listRange(range: Range): string[] {
  if (range.kind === 'index') return [range.digits];
  return Array.from({ length: countRange(range) }, (_, position) =>
    String(range.first + position * range.step).padStart(range.width, '0'),
  );
}
