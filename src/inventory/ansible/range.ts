import { UsageError } from '../../domain/failure.ts';
import { mostNames } from '../../domain/node-set.ts';
import { quoted } from '../../domain/quoted.ts';

/** Whoever lists them needs all of the memory there is. */
export class TooManyNames extends UsageError {}

const letters = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';

/** `web[01:20].example.com`, `db-[a:f]`, `r[1:9:2]n[1:4]` by Ansible's rules (expand_hostname_range). @throws UsageError */
export function expandAnsibleRange(pattern: string): readonly string[] {
  const parts = pattern.split(/(\[[^\]]*\])/);
  const ends = parts.filter((_, index) => index % 2 === 1).map((text) => indexes(text, pattern));
  const literals = parts.filter((_, index) => index % 2 === 0);
  const count = ends.reduce((product, each) => product * each.count, 1);
  if (count > mostNames)
    throw new TooManyNames(
      `${quoted(pattern)} is more than ${mostNames} names – write smaller ranges`,
    );
  if (literals.some((text) => text.includes('[')))
    throw new UsageError(`${quoted(pattern)}: a bracket is never closed – write its "]"`);
  return ends.reduce<string[]>(
    (names, each, index) => {
      const tail = literals[index + 1] ?? '';
      const list = each.list();
      return names.flatMap((name) => list.map((end) => name + end + tail));
    },
    [literals[0] ?? ''],
  );
}

interface Indexes {
  readonly count: number;
  list(): readonly string[];
}

function indexes(bracket: string, pattern: string): Indexes {
  const bounds = bracket.slice(1, -1).split(':');
  const [begin = '', end = '', step = '1'] = bounds;
  const wrong = (why: string, instead: string): UsageError =>
    new UsageError(`${quoted(pattern)}: ${bracket} ${why} – write ${instead}`);
  if (bounds.length < 2 || bounds.length > 3 || end === '')
    throw wrong('is no range', '[01:20], [a:f] or [0:8:2]');
  if (!/^[1-9]\d{0,8}$/.test(step)) throw wrong('has no step that counts', 'a number above 0');
  if (/^[a-zA-Z]$/.test(begin) && /^[a-zA-Z]$/.test(end)) {
    const [from, to] = [letters.indexOf(begin), letters.indexOf(end)];
    if (from > to) throw wrong('runs backwards', `[${end}:${begin}]`);
    return counted(from, to, Number(step), (index) => letters[index] ?? '');
  }
  if (!/^\d{0,12}$/.test(begin) || !/^\d{1,12}$/.test(end))
    throw wrong('is no range', 'two numbers or two letters, as in [01:20] or [a:f]');
  const padded = begin.length > 1 && begin.startsWith('0');
  if (padded && begin.length !== end.length)
    throw wrong('has ends of different lengths', 'both with as many digits, as in [01:20]');
  if (Number(begin) > Number(end)) throw wrong('runs backwards', `[${end}:${begin}]`);
  const width = padded ? begin.length : 0;
  return counted(Number(begin), Number(end), Number(step), (index) =>
    String(index).padStart(width, '0'),
  );
}

const counted = (
  from: number,
  to: number,
  step: number,
  name: (index: number) => string,
): Indexes => {
  const count = Math.floor((to - from) / step) + 1;
  return { count, list: () => Array.from({ length: count }, (_, at) => name(from + at * step)) };
};
