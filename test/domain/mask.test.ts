import { describe, expect, it } from 'vitest';
import { createMasker } from '../../src/domain/mask.ts';
import { plainSpans } from '../support/plain-mask.ts';
import { seededRandom } from '../support/random.ts';

const masker = createMasker(['web01', '10.0.0.5', 'ip-10-0-0-5']);
const shown = (line: string) => masker.masked(line).replaceAll('\x01', '§');

describe('what is masked', () => {
  it.each([
    ['hello from web01', 'hello from §'],
    ['web01.example.com is up', '§ is up'],
    ['web011 and xweb01 and web01-a are others', 'web011 and xweb01 and web01-a are others'],
    ['10.0.0.5:22 from 10.0.0.50', '§:22 from 10.0.0.50'],
    ['ip-10-0-0-5 kernel', '§ kernel'],
    ['2026-11-20 12:34:56,789 start', '§ start'],
    ['2026-11-20T12:34:56.789Z start', '§ start'],
    ['2026-11-20T12:34:56+01:00 x', '§ x'],
    ['Nov 20 12:34:56 sshd[4711]: ok', '§ sshd[§]: ok'],
    ['on Fri Nov 20 12:34:56 UTC 2026', 'on §'],
    ['on Fri, 20 Nov 2026 12:34:56', 'on §'],
    ['-rw-r--r-- 1 root root 1024 May  8  2025 a', '-rw-r--r-- 1 root root 1024 § a'],
    ['at 12:34 and 9:05:01.5', 'at § and §'],
    ['0.0.0.0:22 and [::]:443', '0.0.0.0:22 and [::]:443'],
    ['took 12.5ms, then 3 s', 'took §, then §'],
    ['up 3 days, 2 hours, 1 min', 'up §'],
    ['pid 4711, PID=99', 'pid §, PID=§'],
    ['up 5m 30s, then 2h 5m', 'up §, then §'],
    ['elapsed=12ms, total = 30s of 2h', 'elapsed=§, total = § of §'],
    ['at 0x7ffe12ab', 'at §'],
    ['commit 0a1b2c3d4e5f60718293a4b5c6d7e8f901234567', 'commit §'],
    ['id 550e8400-e29b-41d4-a716-446655440000', 'id §'],
    ['ether 52:54:00:12:34:56', 'ether §'],
    ['\x1b[31mweb01\x1b[0m red', '§ red'],
  ])('%s', (line, masked) => {
    expect(shown(line)).toBe(masked);
  });

  it.each([
    'web01',
    'web01.example.com',
    'cache = 512m',
    'java -Xmx512m, body at most 10m;',
    'timeout = 30s',
    'idle = "5min";',
    'Fri Nov 20 12:34:56 UTC 2026',
    '12:34:56 (10.0.0.5)',
    '/dev/sda1  41152736 16874044  22165592  44% /',
    'total 40G used 12G',
    'nginx/1.24.0 (Debian)',
    'abc def face deadbeef',
    'user 1234567 added',
    'a b c',
    '',
  ])('and nothing of: %s', (line) => {
    expect(masker.masked(line)).toBe(line);
  });

  it('is told with its place', () => {
    expect(masker.spans('web01 took 5 ms')).toEqual([
      { from: 0, to: 5 },
      { from: 11, to: 15 },
    ]);
  });

  it('stays the rest where a host has no name', () => {
    expect(createMasker([]).masked('x at 12:34:56')).toBe('x at \x01');
  });

  it('cannot run away, whatever a host prints', () => {
    for (const evil of [
      '1 '.repeat(8000),
      'a'.repeat(16_000),
      '1:'.repeat(8000),
      '1d '.repeat(5000),
      'Mon '.repeat(4000),
      '0a'.repeat(8000),
    ]) {
      expect(masker.masked(evil).length).toBeGreaterThan(0);
    }
  });
});

const pieces = [
  ...'0 1 2 12 23 59 2026 1234 12345678 123456789 a b f d ab cafe beef deadbeef 1f 0x 0xff x Z T'.split(
    ' ',
  ),
  ...'Jan Nov Mon Fri Dec Janu AM PM UTC - : . , / % ( ) [ ] { = " µ s ms us min m h hrs d days'.split(
    ' ',
  ),
  ...'sec weeks pid PID Pid pid= app[ web01 web01.example.com web01-a 10.0.0.5 _ + ? | ~'.split(
    ' ',
  ),
  ...[' ', ' ', ' ', '  ', ': ', ' = ', ', ', '[4711]', 'pid: 4', '5m 30s', 'T12:34:56.789Z'],
  ...['550e8400-e29b-41d4-a716-446655440000', '52:54:00:12:34:56', '2026-11-20', '12:34'],
  ...[
    '0a1b2c3',
    'abcdef-',
    '20 Nov 2026 ',
    'Nov 20 12:34:56',
    'abcdefab-abcd-abcd-abcd-abcdefabcdef',
  ],
];
const others = ['é', 'ü', '😀', '\u2028', 'ab:cd:ef:ab:cd:ef', '\x1b[31m', '\x1b[0m'];
const ownNames = [[], ['web01', '10.0.0.5', 'web01.example.com'], ['cafe', '12', 'x', 'web01-a']];

describe('whatever a line is', () => {
  const random = seededRandom(11);
  const one = (of: readonly string[]) => of[random.below(of.length)] ?? '';
  const lineOf = (of: readonly string[]) =>
    Array.from({ length: random.below(14) }, () => one(of)).join('');

  it('what is masked is what the rules say, tried at every place', () => {
    let masked = 0;
    for (let round = 0; round < 8000; round++) {
      const line = lineOf(round % 4 === 0 ? [...pieces, ...others] : pieces);
      const names = ownNames[round % ownNames.length] ?? [];
      const spans = plainSpans(line, names);
      expect(createMasker(names).spans(line), JSON.stringify(line)).toEqual(spans);
      masked += spans.length;
    }
    expect(masked).toBeGreaterThan(2000);
  });

  it('many lines at once are masked as each by itself is', () => {
    for (let round = 0; round < 500; round++) {
      const lines = Array.from({ length: random.below(40) + 1 }, () => lineOf(pieces)).filter(
        (line) => /^[ -~]*$/.test(line),
      );
      const text = lines.map((line) => `${line}\n`).join('');
      const { masked, maskedLines } = createMasker(ownNames[round % ownNames.length] ?? []);
      const bytes = maskedLines(text, Buffer.from(text));
      expect(Buffer.from(bytes).toString()).toBe(lines.map((line) => `${masked(line)}\n`).join(''));
    }
  });
});
