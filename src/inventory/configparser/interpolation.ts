import { UsageError } from '../../domain/failure.ts';
import { quoted } from '../../domain/quoted.ts';

/** As deep as Python follows (configparser.MAX_INTERPOLATION_DEPTH). */
const deepest = 10;
/** Of all values of a file. Ten references to ten references, ten times over, would fill any memory. */
const mostCharacters = 16 * 1024 * 1024;
const mostSteps = 1_000_000;

export type Interpolate = (value: string, lookUp: (name: string) => string | undefined) => string;

/**
 * `%(name)s` and `%%` by the rules of configparser.BasicInterpolation, for all values of one file. `lookUp` gives raw
 * values by lower-case names. It throws UsageErrors that do not show the value: it may be a password.
 */
export function interpolation(): Interpolate {
  let characters = 0;
  let steps = 0;
  return (value, lookUp) => {
    if (!value.includes('%')) return value;
    const pieces: string[] = [];
    expand(value, 1);
    return pieces.join('');

    function expand(text: string, depth: number): void {
      if (depth > deepest)
        throw new UsageError('%(…)s leads more than 10 steps on – write the value itself');
      let end = 0;
      for (const match of text.matchAll(/%(?:(%)|\(([^)]+)\)s|\(?)/g)) {
        add(text.slice(end, match.index));
        end = match.index + match[0].length;
        if (match[1]) add('%');
        else refer(match[2], match[0], depth);
      }
      add(text.slice(end));
    }

    function refer(name: string | undefined, found: string, depth: number): void {
      if (name === undefined) throw new UsageError(whyNot(found));
      const raw = lookUp(name.toLowerCase());
      if (raw === undefined)
        throw new UsageError(
          `${quoted(`%(${name})s`)} names no option of this section or of [DEFAULT] – write it there`,
        );
      if (++steps > mostSteps) throw new UsageError(tooMuch);
      if (raw.includes('%')) expand(raw, depth + 1);
      else add(raw);
    }

    function add(text: string): void {
      characters += text.length;
      if (characters > mostCharacters) throw new UsageError(tooMuch);
      pieces.push(text);
    }
  };
}

const tooMuch = 'the values grow without bound through %(…)s – write them out';

const whyNot = (found: string): string =>
  found === '%('
    ? 'a %( is not closed by )s – write %(NAME)s'
    : 'a % stands alone – write %% for one percent sign';
