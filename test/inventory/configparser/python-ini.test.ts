import { isDeepStrictEqual } from 'node:util';
import { describe, expect, it } from 'vitest';
import { interpolation } from '../../../src/inventory/configparser/interpolation.ts';
import { rawValue, readPythonIni } from '../../../src/inventory/configparser/python-ini.ts';
import { askPython, hasPython } from '../../support/python.ts';
import { seededRandom } from '../../support/random.ts';

/** Each section with its values, or that there is a mistake; a value that cannot be worked out is null. */
type Reading = 'mistake' | Record<string, Record<string, string | null>>;

const texts: readonly string[] = [
  '',
  '[a]\n',
  '[a]\nx = 1\ny: 2\nz=3\nw:4\n',
  '[a]\nkey with blanks = value with blanks  \n',
  '[a]\nX = 1\nx.Y = 2\n',
  '[a]\nx = a = b : c\ny : a = b\n',
  '[a]\nx =\ny\n',
  '[a]\nx = \n  one\n  two\n\n  three\ny = 1\n',
  '[a]\nx = one\n# comment\n  two\n ; comment\n  three # kept\n',
  '[a]\n  x = one\n   more\n  y = two\n',
  '[a]\n  x = one\n y = two\n',
  '[a]\nx = 1 # kept\ny = 1 ; kept\n',
  '[a]\nx = 1\n[a]\ny = 2\n',
  '[a]\nx = 1\nX = 2\n',
  'x = 1\n[a]\n',
  '[a\nx = 1\n',
  '[]\nx = 1\n',
  '[a] trailing\nx = 1\n',
  '[a]b]\nx = 1\n',
  '[ a ]\nx = 1\n',
  '[a]\n= 1\n',
  '[DEFAULT]\nx = 1\n[a]\ny = %(x)s\n[b]\nx = 2\n',
  '[default]\nx = 1\n[a]\ny = 2\n',
  '[DEFAULT]\nurl = %(name)s.example.com\n[a]\nname = web\n[b]\nz = 1\n',
  '[DEFAULT]\nx = 1\n[DEFAULT]\ny = 1\n[a]\n',
  '[DEFAULT]\nx = 1\n[DEFAULT]\nx = 2\n[a]\n',
  '[a]\nx = 100%%\ny = 100%\nz = %x\nw = %(nope)s\nv = %(x\n',
  '[a]\nx = %(X)s\n',
  '[a]\nx = %(y)s\ny = %(x)s\n',
  '[a]\nx = %(y)s%(y)s\ny = %%\n',
  '[a]\nx=%()s\n',
  '[a]\nb = %(c)s\nc = %(d)s\nd = %(e)s\ne = %(f)s\nf = %(g)s\ng = %(h)s\nh = %(i)s\ni = %(j)s\nj = %(k)s\nk = %(l)s\nl = end\n',
  '[a]\r\nx = 1\r\n  2\r\n\r\n[b]\r\n',
  '[a]\n\tx = 1\n\t\t2\n',
  '[a]\nx = 1\n\n\n\n[b]\ny = 2\n\n\n',
];

const script = `
import configparser, json, sys
def read(text):
    parser = configparser.ConfigParser()
    try:
        parser.read_string(text)
    except configparser.Error:
        return 'mistake'
    found = {}
    for section in parser.sections():
        found[section] = {}
        for option in parser.options(section):
            try:
                found[section][option] = parser.get(section, option)
            except configparser.Error:
                found[section][option] = None
    return found
json.dump([read(text) for text in json.load(sys.stdin)], sys.stdout)
`;

function ours(text: string): Reading {
  const { sections, defaults, problems } = readPythonIni(text, 'i');
  if (problems.length > 0) return 'mistake';
  const interpolate = interpolation();
  const read = [...sections.values()].map((section) => {
    const all = new Map([...defaults.options, ...section.options]);
    const lookUp = (name: string) => {
      const option = all.get(name);
      return option && rawValue(option);
    };
    const values = [...all].map(([name, option]) => {
      try {
        return [name, interpolate(rawValue(option), lookUp)];
      } catch {
        return [name, null];
      }
    });
    return [section.name, Object.fromEntries(values)];
  });
  return Object.fromEntries(read);
}

/** Lines that mean something, in any order. */
function randomTexts(count: number): string[] {
  const random = seededRandom(20261121);
  const pieces = [
    '[a]',
    '[b]',
    '[DEFAULT]',
    'x',
    'y',
    ' ',
    '  ',
    '\t',
    '=',
    ':',
    '\n',
    '\n',
    '\n',
    '#',
    ';',
  ];
  const values = [
    '1',
    'two words',
    '%(x)s',
    '%(y)s',
    '%%',
    '%',
    '[',
    ']',
    '"q"',
    'x = 1\n',
    'y: 2\n',
    '  more\n',
  ];
  const all = [...pieces, ...values];
  return Array.from({ length: count }, () => {
    const length = 1 + random.below(25);
    const body = Array.from({ length }, () => all[random.below(all.length)] ?? '');
    return `[s]\n${body.join('')}`;
  });
}

describe.skipIf(!hasPython)('a file of configparser', () => {
  it('is read as Python reads it', () => {
    const theirs = askPython(script, texts) as Reading[];
    expect(texts.map(ours)).toEqual(theirs);
  });

  it('is read as Python reads it, whatever stands in it', () => {
    const many = randomTexts(3000);
    const theirs = askPython(script, many) as Reading[];
    const differing = many
      .map((text, index) => ({ text, ours: ours(text), theirs: theirs[index] }))
      .filter(({ ours, theirs }) => !isDeepStrictEqual(ours, theirs));
    expect(differing.slice(0, 3)).toEqual([]);
    expect(theirs.filter((reading) => reading !== 'mistake').length).toBeGreaterThan(300);
  });
});
