import { UsageError } from './failure.ts';
import { type TextPattern, textPattern } from './text-pattern.ts';

/**
 * What is looked for in the lines of all hosts: a text as it stands, or `/expression/`. Capitals count only where some are typed.
 * @throws UsageError for nothing, an expression that is none, or more than anybody types
 */
export function searchPattern(source: string): TextPattern {
  if (source.length > longest) {
    throw new UsageError(`the text is too long (${source.length}) – look for a part of it`);
  }
  const lower = !/\p{Lu}/u.test(withoutEscapes(source));
  const isExpression = /^\/.+\/$/s.test(source);
  if (isExpression) return textPattern(lower ? `${source}i` : source);
  return lower && source !== '' ? anyCase(source) : textPattern(source);
}

/** Longest pattern, characters. A pasted file is no pattern: the engine refuses a regular expression of its size. */
const longest = 2000;

/** The S of `\S` is not a typed capital. */
const withoutEscapes = (source: string): string => source.replaceAll(/\\./g, '');

function anyCase(source: string): TextPattern {
  const literal = source.replaceAll(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
  const once = new RegExp(literal, 'iu');
  const all = new RegExp(literal, 'giu');
  return {
    source,
    matches: (text) => once.test(text),
    places: (text) =>
      [...text.matchAll(all)].map(({ 0: { length }, index }) => ({
        from: index,
        to: index + length,
      })),
  };
}
