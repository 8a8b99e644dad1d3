import { type Operand, parseExpression } from './expression.ts';
import { UsageError } from './failure.ts';
import { countNames, listNames, type NamePattern, parsePattern } from './name-pattern.ts';
import { quoted } from './quoted.ts';

/** How many names a node set or target may have at most. */
export const mostNames = 200_000;

/**
 * The names of a node set such as `web[01-20],db[1-9/2],r[1-2]n[1-2]`, each once, in the order written.
 * Groups, wildcards and other operators than `,` are refused. Throws UsageError.
 */
export function expand(text: string): string[] {
  const patterns = patternsOf(text);
  checkSize(patterns, text);
  return [...new Set(patterns.flatMap(listNames))];
}

/** How many names it has (one written twice counts twice), without listing them. Throws UsageError. */
export function size(text: string): number {
  return countAll(patternsOf(text));
}

/** Whether `expand` may return several names: this is how an inventory tells a node set from a name. */
export function isNodeSet(text: string): boolean {
  return /[[\],]/.test(text);
}

/** Counts before anything is listed, so that a slip such as `web[1-999999999]` costs nothing. */
export function checkSize(patterns: readonly NamePattern[], text: string): void {
  const count = countAll(patterns);
  if (count <= mostNames) return;
  throw new UsageError(
    `${quoted(text)} is ${inThousands(count)} names, more than ${inThousands(mostNames)} – write smaller ranges`,
  );
}

function patternsOf(text: string): readonly NamePattern[] {
  return parseExpression(text).map((operand) => parsePattern(plainText(operand, text)));
}

function countAll(patterns: readonly NamePattern[]): number {
  return patterns.reduce((count, pattern) => count + countNames(pattern), 0);
}

function plainText(operand: Operand, whole: string): string {
  if (operand.operator !== ',') {
    throw new UsageError(
      `${quoted(whole)}: "${operand.operator}" has no place here – write the names, with commas between`,
    );
  }
  if (operand.text.startsWith('@')) {
    throw new UsageError(
      `${quoted(whole)}: the group ${quoted(operand.text)} has no place here – write host names`,
    );
  }
  return operand.text;
}

function inThousands(count: number): string {
  return count.toLocaleString('en');
}
