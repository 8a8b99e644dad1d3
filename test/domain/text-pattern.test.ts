import { describe, expect, it } from 'vitest';
import { UsageError } from '../../src/domain/failure.ts';
import { textPattern } from '../../src/domain/text-pattern.ts';
import { seededRandom } from '../support/random.ts';

const found = (source: string, text: string): string[] =>
  textPattern(source)
    .places(text)
    .map(({ from, to }) => text.slice(from, to));

describe('a pattern', () => {
  it.each([
    ['error', 'an error', true],
    ['error', 'an ERROR', false],
    ['a.b', 'aXb', false],
    ['/', 'a/b', true],
    ['/usr/bin', 'in /usr/bin', true],
    ['/a.b/', 'aXb', true],
    ['/ERROR|warn/i', 'a Warning', true],
    ['/^5\\d\\d$/', '503', true],
    ['/^5\\d\\d$/', '1503', false],
    ['/\\bcat\\b/', 'a cat.', true],
    ['/\\bcat\\b/', 'concatenate', false],
    ['/[^a-c]/', 'abc', false],
    ['/[\\]x-]/', ']', true],
    ['/a{2,3}b/', 'caab', true],
    ['/a{4}/', 'aaa', false],
    ['/x{/', 'x{', true],
    ['/(?:ab)+c/', 'ababc', true],
    ['/^$/', '', true],
    ['/naïve 🎉/', 'so naïve 🎉!', true],
    ['/[É-Ý]/i', 'é', true],
    ['/./', '🎉', true],
  ])('%s in %s: %s', (source, text, expected) => {
    expect(textPattern(source).matches(text)).toBe(expected);
  });

  it.each([
    ['an', 'banana', ['an', 'an']],
    ['/an/i', 'bANana', ['AN', 'an']],
    ['/a+/', 'baaa a', ['aaa', 'a']],
    ['/a|ab|abc/', 'abcd', ['abc']],
    ['/x*/', 'axxb', ['xx']],
    ['/\\d+ms/', 'took 12ms, then 340ms', ['12ms', '340ms']],
    ['/🎉./', 'a🎉b', ['🎉b']],
    ['/$/', 'abc', []],
    ['/b+$/', 'bb abb', ['bb']],
  ])('%s is found in %s at %j', (source, text, expected) => {
    expect(found(source, text)).toEqual(expected);
  });

  it.each([
    ['', 'write a text'],
    ['/(/', '`(` without `)`'],
    ['/a)/', '`)` without `(`'],
    ['/[a/', '`[` without `]`'],
    ['/*a/', 'after nothing'],
    ['/a**/', 'a count after a count'],
    ['/(?=a)/', 'only ( ) and (?: ) are known'],
    ['/(a)\\1/', '\\1 is not known'],
    ['/a{3,2}/', 'the smaller one first'],
    ['/[z-a]/', 'no range'],
    ['/a/g', 'only i'],
    ['/a\\/', 'ends in'],
    ['/(a{900}){900}/', 'too large'],
    [`/${'('.repeat(60)}a${')'.repeat(60)}/`, 'groups in one another'],
  ])('%s is refused, and why is said', (source, why) => {
    expect(() => textPattern(source)).toThrow(UsageError);
    expect(() => textPattern(source)).toThrow(why);
  });

  it.each([
    ['/(a+)+$/', `${'a'.repeat(16_000)}b`],
    ['/(a|aa)*c/', 'a'.repeat(16_000)],
    ['/(.*)*x/', 'ab'.repeat(8000)],
    ['/((((){1000}){1000}){1000}){1000}b/', 'a'],
    ['/(x?){200}x{200}y/', 'x'.repeat(3000)],
  ])('%s does not run away', (source, text) => {
    expect(textPattern(source).matches(text)).toBe(false);
    expect(textPattern(source).places(text)).toEqual([]);
  });

  it('says what JavaScript says of expressions that both know', () => {
    const random = seededRandom(5);
    for (let round = 0; round < 400; round++) {
      const expression = randomExpression(random, 3);
      const pattern = textPattern(`/${expression}/`);
      const peer = new RegExp(expression);
      for (let i = 0; i < 12; i++) {
        const text = Array.from({ length: random.below(9) }, () => 'ab1 '[random.below(4)]).join(
          '',
        );
        expect([expression, text, pattern.matches(text)]).toEqual([
          expression,
          text,
          peer.test(text),
        ]);
        for (const { from } of pattern.places(text)) {
          const there = new RegExp(expression, 'y');
          there.lastIndex = from;
          expect([expression, text, from, there.test(text)]).toEqual([
            expression,
            text,
            from,
            true,
          ]);
        }
      }
    }
  });
});

function randomExpression(random: ReturnType<typeof seededRandom>, depth: number): string {
  const atom = () => {
    const kind = random.below(depth > 0 ? 9 : 7);
    if (kind >= 7) return `(${randomExpression(random, depth - 1)})`;
    return ['a', 'b', '.', '[ab1]', '\\d', '[^a]', '\\w'][kind];
  };
  const part = () => {
    const place = random.below(12);
    if (place < 4) return ['^', '$', '\\b', '\\B'][place];
    return `${atom()}${['', '', '', '*', '+', '?', '{2}', '{0,2}', '+?'][random.below(9)]}`;
  };
  const sequence = () => Array.from({ length: 1 + random.below(3) }, part).join('');
  return Array.from({ length: 1 + random.below(2) }, sequence).join('|');
}
