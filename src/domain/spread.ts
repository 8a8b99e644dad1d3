import { quantity } from './quantity.ts';

/** The output of one host, standing for all with the same. */
export interface Answer {
  readonly hosts: readonly string[];
  readonly lines: readonly string[];
}

/** A number that differs between hosts in lines that are otherwise equal. */
export interface Spread {
  /** The line of the first answer, counted from 0, and the number's place in it, in UTF-16 units. */
  readonly line: number;
  readonly at: readonly [from: number, to: number];
  /** As the hosts wrote them. */
  readonly least: Extreme;
  readonly median: string;
  readonly most: Extreme;
  /** Hosts that have the number. */
  readonly hosts: number;
}

interface Extreme {
  readonly text: string;
  readonly host: string;
}

interface Sample extends Extreme {
  readonly value: number;
  readonly count: number;
}

/** A number with a sign, a fraction, a unit of bytes or a percent sign; no part of an address or of a version. */
const numbers = /(?<![\w.])[-+]?\d+(?:\.\d+)?(?:[KMGTP]i?B?|%|B)?(?!\w|\.\d)/g;

/** Replaces each masked character; no line holds a control character. */
export const blank = '\x01';
const blanks = new RegExp(`${blank}+`, 'g');

/** The smallest number of different values that make a spread. */
const fewest = 3;

/** The numbers that differ, those that differ most first. */
export function spreads(answers: readonly Answer[]): Spread[] {
  const [first, ...others] = answers;
  if (!first) return [];
  const found: (Spread & { readonly width: number })[] = [];
  const occurrences = others.map(({ lines }) => byShape(lines));
  const seen = new Map<string, number>();
  for (const [line, text] of first.lines.entries()) {
    const own = [...text.matchAll(numbers)];
    if (own.length === 0) continue;
    const shape = shapeOf(text);
    const nth = seen.get(shape) ?? 0;
    seen.set(shape, nth + 1);
    const alike = others.flatMap(({ hosts }, i) => {
      const same = occurrences[i]?.get(shape)?.[nth];
      return same === undefined ? [] : [{ hosts, words: same.match(numbers) ?? [] }];
    });
    for (const [i, match] of own.entries()) {
      const samples = [
        sample(match[0], first.hosts),
        ...alike.map(({ hosts, words }) => sample(words[i] ?? '', hosts)),
      ];
      const spread = spreadOf(samples);
      if (!spread) continue;
      found.push({ line, at: [match.index, match.index + match[0].length], ...spread });
    }
  }
  return found.sort((a, b) => b.width - a.width).map(({ width: _, ...spread }) => spread);
}

function spreadOf(samples: readonly Sample[]) {
  if (new Set(samples.map(({ value }) => value)).size < fewest) return undefined;
  const sorted = samples.toSorted((a, b) => a.value - b.value);
  const hosts = samples.reduce((sum, { count }) => sum + count, 0);
  const [least, most] = [sorted[0], sorted.at(-1)] as [Sample, Sample];
  const values = sorted.flatMap((each) => new Array<Sample>(each.count).fill(each));
  const middle = values[(values.length - 1) >> 1] ?? least;
  const width = (most.value - least.value) / Math.max(Math.abs(middle.value), 1e-9);
  return { least: extreme(least), median: middle.text, most: extreme(most), hosts, width };
}

const extreme = ({ text, host }: Sample): Extreme => ({ text, host });

function sample(text: string, hosts: readonly string[]): Sample {
  const value = quantity(String(Number.parseFloat(text)), /[KMGTP]/.exec(text)?.[0]);
  return { text, value, host: hosts[0] ?? '', count: hosts.length };
}

/** The line without its numbers and their alignment. */
const shapeOf = (text: string): string =>
  text.replace(numbers, '#').replace(/\s+/g, ' ').replace(blanks, blank);

function byShape(lines: readonly string[]): Map<string, string[]> {
  const shapes = new Map<string, string[]>();
  for (const line of lines) {
    const shape = shapeOf(line);
    const same = shapes.get(shape);
    if (same) same.push(line);
    else shapes.set(shape, [line]);
  }
  return shapes;
}
