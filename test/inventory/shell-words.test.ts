import { isDeepStrictEqual } from 'node:util';
import { describe, expect, it } from 'vitest';
import { shellWords } from '../../src/inventory/shell-words.ts';
import { askPython, hasPython } from '../support/python.ts';
import { seededRandom } from '../support/random.ts';

const script = `
import json, shlex, sys
def words(line, comments):
    try:
        return shlex.split(line, comments=comments)
    except ValueError:
        return None
json.dump([[words(line, True), words(line, False)] for line in json.load(sys.stdin)], sys.stdout)
`;

const ours = (line: string) =>
  (['comments', 'no comments'] as const).map(
    (comments) => shellWords(line, comments)?.map(({ text }) => text) ?? null,
  );

describe('the words of a line', () => {
  it.skipIf(!hasPython)('are those of shlex', () => {
    const random = seededRandom(11);
    const pieces = [
      'a',
      'bc',
      ' ',
      '  ',
      '\t',
      '"',
      "'",
      '\\',
      '#',
      '=',
      '\\"',
      "\\'",
      'é',
      '""',
      "''",
    ];
    const lines = Array.from({ length: 4000 }, () =>
      Array.from({ length: random.below(10) }, () => pieces[random.below(pieces.length)]).join(''),
    );
    const theirs = askPython(script, lines) as unknown[];
    const different = lines
      .map((line, index) => ({ line, ours: ours(line), theirs: theirs[index] }))
      .filter((each) => !isDeepStrictEqual(each.ours, each.theirs));
    expect(different.slice(0, 3)).toEqual([]);
  });

  it('have columns', () => {
    expect(shellWords(' a "b c"  d#e', 'comments')).toEqual([
      { text: 'a', column: 2 },
      { text: 'b c', column: 4 },
      { text: 'd', column: 11 },
    ]);
  });
});
