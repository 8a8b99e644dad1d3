import type { HostNames } from '../../src/domain/mask.ts';
import { anyRule, isDuration } from '../../src/domain/mask-rules.ts';
import type { MaskSpan } from '../../src/domain/mask-spans.ts';

/** What is masked in a line, as the rules say it: each tried at every place. */
export function plainSpans(line: string, names: HostNames): readonly MaskSpan[] {
  if (line.includes('\x1b')) return [];
  const known = names.filter((name) => name.length > 1).sort((a, b) => b.length - a.length);
  const own = known.map((name) => name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|');
  const host = new RegExp(`(?<![\\w-])(?:${own})(?:\\.[a-z][\\w-]*)*(?![\\w-])`, 'g');
  const named = known.length === 0 ? [] : matches(host, line);
  const value = /^\s*[\w.-]+ = ["']?/.exec(line)?.[0].length;
  const others = /\d/.test(line) ? matches(new RegExp(anyRule, 'g'), line) : [];
  const kept = others
    .filter(
      ({ from, to }) =>
        from !== value || !isDuration(line.slice(from, to)) || /\w/.test(line.slice(to)),
    )
    .filter(({ from, to }) => named.every((name) => to <= name.from || from >= name.to));
  const found = [...named, ...kept].sort((a, b) => a.from - b.from);
  const rest = [...found].reverse().reduce((text, { from, to }) => cut(text, from, to), line);
  return /[\p{L}\p{N}]/u.test(rest) ? found : [];
}

const matches = (pattern: RegExp, line: string): MaskSpan[] =>
  [...line.matchAll(pattern)].map(({ index, 0: { length } }) => ({
    from: index,
    to: index + length,
  }));

/** With a blank in its place, so that what stood on both sides is not read as one. */
const cut = (text: string, from: number, to: number): string =>
  `${text.slice(0, from)} ${text.slice(to)}`;
