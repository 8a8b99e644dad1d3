import { UsageError } from './failure.ts';
import { parseExpression } from './pattern-expression.ts';
import { PatternProgram } from './pattern-program.ts';
import { quoted } from './quoted.ts';

/** A pattern to search for in lines: a plain text, or `/expression/`. */
export interface TextPattern {
  /** As typed. */
  readonly source: string;
  /** Takes linear time, whatever the expression is. */
  matches(text: string): boolean;
  /** Its matches from left to right, the longest of those that begin at the same place; never an empty one. */
  places(text: string): readonly Place[];
}

export interface Place {
  readonly from: number;
  readonly to: number;
}

/**
 * `error` is looked for as it stands, `/error|warn/i` as an expression: `.` `[…]` `[^…]` `( )` `(?: )` `|` `*` `+` `?` `{n,m}` `^` `$`
 * `\b` `\B` `\d` `\w` `\s` and their opposites; `i` after it ignores case. There is nothing in it that looks back or ahead, so it cannot run away.
 *
 * @throws UsageError for an expression that is none, or too large.
 */
export function textPattern(source: string): TextPattern {
  if (source === '') throw new UsageError('no pattern – write a text, or /expression/');
  const [, expression, flags = ''] = /^\/(.+)\/([a-z]?)$/s.exec(source) ?? [];
  if (expression === undefined) return plainText(source);
  if (flags !== '' && flags !== 'i')
    throw new UsageError(
      `no flags ${quoted(flags)} in ${quoted(source)} – only i (ignore case) may follow the expression`,
    );
  const program = new PatternProgram(parseExpression(expression, flags === 'i'));
  return {
    source,
    matches: (text) => program.matches(text),
    places: (text) => program.places(text),
  };
}

function plainText(source: string): TextPattern {
  return {
    source,
    matches: (text) => text.includes(source),
    places(text) {
      const places: Place[] = [];
      for (let at = text.indexOf(source); at >= 0; at = text.indexOf(source, at + source.length))
        places.push({ from: at, to: at + source.length });
      return places;
    },
  };
}
