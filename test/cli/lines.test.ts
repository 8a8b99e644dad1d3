import { describe, expect, it } from 'vitest';
import { longestLine, readLines } from '../../src/cli/lines.ts';
import { UsageError } from '../../src/domain/failure.ts';

async function* chunks(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function lines(input: string | Buffer, size = 7): Promise<string[]> {
  const found: string[] = [];
  for await (const line of readLines(chunks(Buffer.from(input), size))) found.push(line);
  return found;
}

describe('lines from standard input', () => {
  it.each<[string, string, string[]]>([
    ['nothing', '', []],
    ['one a line', 'a\nb\n', ['a', 'b']],
    ['a last one without its end', 'a\nb', ['a', 'b']],
    ['no blank ones', '\na\n  \n\t\nb\n\n', ['a', 'b']],
    ['their own blanks kept', '  a  b \n', ['  a  b ']],
    ['those of a Windows file', 'a\r\nb\r\n', ['a', 'b']],
    ['every character', 'printf é€😀\n', ['printf é€😀']],
  ])('are read: %s', async (_, input, expected) => {
    expect(await lines(input)).toEqual(expected);
  });

  it('are the same wherever the input is cut', async () => {
    const input = 'é€\n\n😀 x\ny';
    for (let size = 1; size <= Buffer.byteLength(input); size++) {
      expect(await lines(input, size)).toEqual(['é€', '😀 x', 'y']);
    }
  });

  it.each<[string, Buffer, string]>([
    [
      'not UTF-8',
      Buffer.from([97, 10, 10, 0xff, 10]),
      'line 3 is not UTF-8 – convert the file: iconv -f LATIN1 -t UTF-8',
    ],
    [
      'a character cut off',
      Buffer.from([0xc3]),
      'line 1 is not UTF-8 – convert the file: iconv -f LATIN1 -t UTF-8',
    ],
    ['NUL', Buffer.from('a\na\0b\n'), 'line 2 holds a NUL byte – no shell can read it; remove it'],
    [
      'too long',
      Buffer.alloc(longestLine + 1, 97),
      'line 1 is longer than 1 MB – put it into a file and run that',
    ],
  ])('are refused with their number: %s', async (_, input, message) => {
    await expect(lines(input, 65536)).rejects.toThrow(new UsageError(message));
  });

  it('may be as long as 1 MB', async () => {
    expect(await lines(Buffer.alloc(longestLine, 97), 65536)).toHaveLength(1);
  });
});
