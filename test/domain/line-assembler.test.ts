import { describe, expect, it } from 'vitest';
import { LineAssembler } from '../../src/domain/line-assembler.ts';
import { isSafe } from '../../src/domain/output.ts';
import { seededRandom } from '../support/random.ts';

const esc = '\x1b';

function linesOf(...pieces: readonly (string | Uint8Array)[]): string[] {
  const lines: string[] = [];
  const assembler = new LineAssembler((line) => lines.push(line));
  for (const piece of pieces) assembler.write(Buffer.from(piece as string));
  assembler.end();
  return lines;
}

describe('what a terminal would obey does not come out', () => {
  it.each<[string, string, string[]]>([
    ['a title (OSC 0, BEL)', `a${esc}]0;owned\x07b\n`, ['ab']],
    ['a title (OSC 0, ST)', `a${esc}]0;owned${esc}\\b\n`, ['ab']],
    ['the clipboard (OSC 52)', `a${esc}]52;c;ZXZpbA==\x07b\n`, ['ab']],
    ['a link (OSC 8)', `${esc}]8;;http://x/${esc}\\t${esc}]8;;${esc}\\\n`, ['t']],
    ['a DCS', `a${esc}P+q544e${esc}\\b\n`, ['ab']],
    ['an APC, a PM and a SOS', `a${esc}_x${esc}\\b${esc}^y${esc}\\c${esc}Xz${esc}\\d\n`, ['abcd']],
    ['a title of screen (ESC k)', `${esc}kowned${esc}\\a\n`, ['a']],
    ['clearing the screen', `a${esc}[2J${esc}[Hb\n`, ['ab']],
    ['asking for an answer (DSR, DA)', `x${esc}[6n${esc}[c${esc}[>cy\n`, ['xy']],
    ['resetting the terminal (RIS)', `x${esc}cy\n`, ['xy']],
    ['the alternate screen and the mouse', `${esc}[?1049h${esc}[?1003hx\n`, ['x']],
    ['another character set', `${esc}(0lqqk${esc}(B\x0e\x0f\n`, ['lqqk']],
    ['C1 controls', 'a\u009b2Jb\u009d52;c;QQ\u009cc\u0085d\u0090q\u009ce\n', ['abcde']],
    ['BEL, NUL, VT, FF and DEL', 'a\x07b\x00c\x0bd\x0ce\x7ff\n', ['abcdef']],
    ['bidi overrides, isolates and marks', 'a\u202eb\u2066c\u2069\u200fd\u061ce\n', ['abcde']],
    ['line and paragraph separators', 'a\u2028b\u2029c\n', ['abc']],
    ['tags that carry a hidden text', 'a\u{e0041}\u{e0042}b\u2060c\n', ['abc']],
    [
      'a sequence inside another',
      `${esc}${esc}[2Jq${esc}[${esc}[31mz${esc}[m\n`,
      [`q${esc}[31mz${esc}[0m`],
    ],
    ['a canceled sequence', `${esc}[3\x181mx${esc}]0;a\x1ab\n`, ['1mxb']],
    ['hidden text (conceal)', `${esc}[8mseen${esc}[0m\n`, ['seen']],
    ['private and intermediate SGR', `${esc}[>4;2mx${esc}[?1my${esc}[1 qz\n`, ['xyz']],
    ['an open string ends with its line', `${esc}]0;hidden\nseen\n`, ['', 'seen']],
    ['an open sequence ends with its line', `a${esc}[3\nm${esc}\nb\n`, ['a', 'm', 'b']],
  ])('%s', (_, text, lines) => {
    expect(linesOf(text)).toEqual(lines);
  });

  it('shows what is not UTF-8 as U+FFFD, the same wherever it is cut', () => {
    const bytes = Uint8Array.from([
      0x61, 0xc3, 0x28, 0xe2, 0x82, 0xf0, 0x9f, 0x91, 0x41, 0xff, 0x0a, 0xe4,
    ]);
    const whole = linesOf(bytes);
    expect(whole).toEqual(['a\ufffd(\ufffd\ufffdA\ufffd', '\ufffd']);
    expect(linesOf(...Array.from(bytes, (byte) => Uint8Array.of(byte)))).toEqual(whole);
  });

  it('never lets a string hide more than 64 KiB, nor parameters more than 256 characters', () => {
    expect(linesOf(`${esc}]0;${'x'.repeat(70_000)}\n`)[0]?.length).toBeLessThan(5000);
    expect(linesOf(`${esc}[${'1'.repeat(300)}mx\n`)).toEqual([`${'1'.repeat(44)}mx`]);
  });
});

describe('what moves along a line is carried out', () => {
  it.each<[string, string, string[]]>([
    ['CR LF is a line end', 'a\r\nb\r\n', ['a', 'b']],
    ['a progress bar shows its last state', '  1%\r 50%\r100%\n', ['100%']],
    ['what was longer stays behind it', 'long name\rdone\n', ['done name']],
    ['CSI K erases to the end', `a long name\r${esc}[Kdone\n`, ['done']],
    ['CSI K in the middle', `abcdef\r${esc}[3C${esc}[K!\n`, ['abc!']],
    ['CSI 1 K erases to the cursor', `abcdef\r${esc}[2C${esc}[1K\n`, ['   def']],
    ['CSI 2 K erases the line', `abcdef${esc}[2K!\n`, ['      !']],
    ['BS goes back', 'ab\b\bX\n', ['Xb']],
    ['man page bold, drawn twice', 'N\bNA\bA\n', ['NA']],
    [
      'TAB goes to the next eighth column',
      'a\tb\n12345678\tc\n',
      ['a       b', '12345678        c'],
    ],
    ['TAB passes over what stands there', 'abcdefghij\r\tX\n', ['abcdefghXj']],
    ['a TAB behind the last word is nothing', 'a\t\n', ['a']],
    ['CSI C leaves a gap', `a${esc}[3Cb\n`, ['a   b']],
    ['CSI D goes back', `abc${esc}[2DX\n`, ['aXc']],
    ['CSI G goes to a column', `abc${esc}[2GX${esc}[GY\n`, ['YXc']],
    ['CSI P pulls the rest in', `abcdef\r${esc}[2P\n`, ['cdef']],
    ['CSI X blanks', `abcdef\r${esc}[2X\n`, ['  cdef']],
    ['CSI @ pushes the rest on', `abc\r${esc}[2@X\n`, ['X abc']],
    ['a wide character takes two columns', '你好\r\x1b[2Cx\n', ['你x ']],
    ['half of a wide character is blanked', '你好\rx\n', ['x 好']],
    ['a mark stays on its letter', 'e\u0301f\rab\b\u0301\n', ['a\u0301b']],
    ['editing at the end does nothing', `ab${esc}[P${esc}[X${esc}[@${esc}[Kc\n`, ['abc']],
    [
      'absurd distances are bounded',
      `${esc}[99999999G\n${esc}[99999999Cx\n`,
      ['', `${' '.repeat(1000)}x`],
    ],
  ])('%s', (_, text, lines) => {
    expect(linesOf(text)).toEqual(lines);
  });
});

describe('colours', () => {
  const red = `${esc}[31m`;
  const off = `${esc}[0m`;

  it.each<[string, string, string[]]>([
    ['are kept and closed', `${red}x\n`, [`${red}x${off}`]],
    [
      'go on over the line end',
      `${esc}[1;31ma\nb${off} c\n`,
      [`${esc}[1;31ma${off}`, `${esc}[1;31mb${off} c`],
    ],
    ['are not written for an empty line', `${red}a\n\nb\n`, [`${red}a${off}`, '', `${red}b${off}`]],
    [
      'that change nothing are left out',
      `${red}${red}a${red}b${esc}[m${off}c\n`,
      [`${red}ab${off}c`],
    ],
    [
      'are written alike however they were',
      `${esc}[31m${esc}[1ma${esc}[;m\n`,
      [`${esc}[1;31ma${off}`],
    ],
    [
      'of 256',
      `${esc}[38;5;0mx${esc}[48:5:9my\n`,
      [`${esc}[38;5;0mx${off}${esc}[38;5;0;48;5;9my${off}`],
    ],
    [
      'of 16 million',
      `${esc}[38;2;1;2;3mx${esc}[48:2::1:2:3my\n`,
      [`${esc}[38;2;1;2;3mx${off}${esc}[38;2;1;2;3;48;2;1;2;3my${off}`],
    ],
    ['that are none', `${esc}[38;5;999mx${esc}[38;2;1my${esc}[77mz\n`, ['xyz']],
    [
      'end one by one',
      `${esc}[1;4;31mx${esc}[22my${esc}[24;39mz\n`,
      [`${esc}[1;4;31mx${off}${esc}[4;31my${off}z`],
    ],
    ['bright ones and backgrounds', `${esc}[97;101mx\n`, [`${esc}[97;101mx${off}`]],
    ['stay with what is not drawn over', `${red}abc${off}\rX\n`, [`X${red}bc${off}`]],
    [
      'as grep writes them',
      `a${esc}[01;31m${esc}[Kb${esc}[m${esc}[Kc\n`,
      [`a${esc}[1;31mb${off}c`],
    ],
  ])('%s', (_, text, lines) => {
    expect(linesOf(text)).toEqual(lines);
  });
});

it('leaves out what terminals disagree on the width of', () => {
  expect(linesOf('☺\ufe0f 👍🏽 👩\u200d👩 1\ufe0f\u20e3 a\u00adb 🇩🇪\n')).toEqual([
    '☺ 👍 👩👩 1 ab 🇩🇪',
  ]);
});

describe('long lines', () => {
  it('end after 16,384 characters, and nothing of them is lost', () => {
    const lines = linesOf('x'.repeat(40_000), 'y\n', 'z\n');
    expect(lines.map((line) => line.length)).toEqual([16_384, 16_384, 7233, 1]);
    expect(lines.join('')).toBe(`${'x'.repeat(40_000)}yz`);
  });

  it('that are drawn over have wrapped: the end is drawn over', () => {
    expect(linesOf(`${'x'.repeat(5000)}\rdone\n`)).toEqual(['x'.repeat(5000), 'done']);
    expect(linesOf(`ab\r${'x'.repeat(3000)}\rc\n`).map((line) => line.length)).toEqual([2048, 952]);
  });

  it('of exactly that length are one', () => {
    expect(linesOf(`${'x'.repeat(16_384)}\ny\n`).map((line) => line.length)).toEqual([16_384, 1]);
  });

  it('are not cut inside a character', () => {
    const lines = linesOf(`x${'👍'.repeat(10_000)}\n`);
    expect(lines.every(isSafe)).toBe(true);
    expect(lines.join('')).toBe(`x${'👍'.repeat(10_000)}`);
  });

  it('stay bounded when every character has another colour, or is drawn over', () => {
    const colours = Array.from({ length: 20_000 }, (_, i) => `${esc}[38;5;${i % 256}mx`).join('');
    for (const line of linesOf(`${colours}\r${colours}\n`))
      expect(line.length).toBeLessThan(33_000);
  });
});

describe('the open line', () => {
  it('is what stands there without an end', () => {
    const lines: string[] = [];
    const assembler = new LineAssembler((line) => lines.push(line));
    assembler.write(Buffer.from(`done\n${esc}[31m 50%`));
    expect(assembler.open).toBe(`${esc}[31m 50%${esc}[0m`);
    assembler.write(Buffer.from('\r 51%'));
    expect(assembler.open).toBe(`${esc}[31m 51%${esc}[0m`);
    assembler.end();
    expect([assembler.open, ...lines]).toEqual(['', 'done', `${esc}[31m 51%${esc}[0m`]);
  });

  it('has every character as soon as it is whole', () => {
    const assembler = new LineAssembler(() => {});
    const seen = Array.from(Buffer.from('aé你👍'), (byte) => {
      assembler.write(Uint8Array.of(byte));
      return assembler.open;
    });
    expect(seen).toEqual(['a', 'a', 'aé', 'aé', 'aé', 'aé你', 'aé你', 'aé你', 'aé你', 'aé你👍']);
  });

  it('is empty after a line end', () => {
    const assembler = new LineAssembler(() => {});
    assembler.write(Buffer.from('a\n'));
    expect(assembler.open).toBe('');
  });
});

describe('a program that draws the whole screen', () => {
  const drawn = (text: string): boolean => {
    const assembler = new LineAssembler(() => {});
    assembler.write(Buffer.from(text));
    return assembler.screen;
  };

  it.each([
    ['the alternate screen', `${esc}[?1049h`, true],
    ['many moves', `${esc}[5;5Hx`.repeat(20), true],
    ['clear', `${esc}[H${esc}[2J${esc}[3J`, false],
    ['colours and a progress bar', `${esc}[31m\r${esc}[K`.repeat(50), false],
  ])('is told by %s', (_, text, screen) => {
    expect(drawn(text)).toBe(screen);
  });
});

describe('any bytes in any pieces', () => {
  const parts = [
    ...['31m', '1;4m', '48;5;9m', '0m', 'K', '2K', '5C', '3D', '2P', '2@', '2J'].map(
      (end) => `${esc}[${end}`,
    ),
    ...[
      esc,
      `${esc}[`,
      `${esc}]`,
      '[',
      ']',
      '?',
      ';',
      ':',
      '0',
      '1',
      '31',
      '38;5;9',
      'm',
      'J',
      'K',
      'C',
      'D',
    ],
    ...[
      'G',
      'P',
      'X',
      '@',
      'H',
      'A',
      '\\',
      'k',
      '(',
      '\x07',
      '\x18',
      '\r',
      '\b',
      '\t',
      '\n',
      'é',
      '你',
      '👍',
    ],
    ...[
      '👍🏽',
      '\u202e',
      '\u200d',
      '\u009b',
      '\u009d',
      '\u009c',
      '\u0301',
      'abc',
      '\x7f',
      ' ',
      'x'.repeat(9000),
    ],
  ].map((part) => Buffer.from(part));
  const odd = [[0xc3], [0xe2, 0x82], [0xf0, 0x9f], [0xff], [0x9b], [0x80]].map((bytes) =>
    Buffer.from(bytes),
  );

  it('give safe lines, the same in every cutting, and a copy goes on alike', () => {
    const random = seededRandom(20);
    const pick = <T>(from: readonly T[]): T => from[random.below(from.length)] as T;
    for (let round = 0; round < 3000; round++) {
      const chosen = Array.from({ length: 1 + random.below(40) }, () =>
        random.below(12) === 0 ? pick(odd) : pick(parts),
      );
      const bytes = Buffer.concat(chosen);
      const whole = linesOf(bytes);
      const pieces: Uint8Array[] = [];
      for (let at = 0; at < bytes.length; ) {
        const length = 1 + random.below(random.below(4) === 0 ? 5000 : 4);
        pieces.push(bytes.subarray(at, at + length));
        at += length;
      }
      expect(linesOf(...pieces)).toEqual(whole);
      expect(copiedInTheMiddle(pieces)).toEqual(whole);
      for (const line of whole) {
        if (!isSafe(line))
          expect.fail(`${JSON.stringify(line)} came out of ${JSON.stringify(bytes.toString())}`);
      }
    }
  });

  function copiedInTheMiddle(pieces: readonly Uint8Array[]): string[] {
    const lines: string[] = [];
    const first = new LineAssembler((line) => lines.push(line));
    const half = pieces.length >> 1;
    for (const piece of pieces.slice(0, half)) first.write(piece);
    const second = new LineAssembler((line) => lines.push(line), first);
    const before = lines.length;
    first.write(Buffer.from('not for the copy\n'));
    first.end();
    lines.length = before;
    for (const piece of pieces.slice(half)) second.write(piece);
    second.end();
    return lines;
  }
});

describe('lines that need no treatment', () => {
  const random = seededRandom(5);
  const parts = ['a', 'word ', '12', '\n', '\n', '\n', 'x'.repeat(90), 'y'.repeat(5000)];
  const others = [
    '\t',
    '\r',
    '\r\n',
    'é',
    '👍',
    '\xff',
    `${esc}[31m`,
    `${esc}[m`,
    `${esc}]0;`,
    '\b',
  ];

  it('come many at once, and are the same, however the bytes are cut', () => {
    let atOnce = 0;
    for (let round = 0; round < 300; round++) {
      const from = round % 3 === 0 ? [...parts, ...others] : parts;
      const text = Array.from({ length: random.below(80) }, () => from[random.below(from.length)]);
      const bytes = Buffer.from(text.join(''), round % 2 === 0 ? 'utf8' : 'latin1');
      const lines: string[] = [];
      const assembler = new LineAssembler(
        (line) => lines.push(line),
        undefined,
        (whole, itsBytes) => {
          atOnce += 1;
          expect(Buffer.from(itsBytes).toString()).toBe(whole);
          expect(whole.endsWith('\n')).toBe(true);
          lines.push(...whole.slice(0, -1).split('\n'));
        },
      );
      for (let at = 0; at < bytes.length; ) {
        const end = at + 1 + random.below(random.below(3) === 0 ? 20 : 30_000);
        assembler.write(bytes.subarray(at, end));
        at = end;
      }
      assembler.end();
      expect(lines).toEqual(linesOf(bytes));
    }
    expect(atOnce).toBeGreaterThan(200);
  });
});
