import { expect, test } from 'vitest';
import { TtyNoise } from '../../src/remote-host/tty-noise.ts';

const noise = 'bash: [4711: 1 (255)] tcsetattr: Inappropriate ioctl for device\n';

/** What is left of stderr that comes in these pieces. */
function left(...pieces: readonly string[]): string {
  const filter = new TtyNoise(4711);
  const bytes = pieces.map((piece) => filter.take(Buffer.from(piece, 'latin1')));
  return Buffer.concat([...bytes, filter.rest()]).toString('latin1');
}

test.each([
  ['the noise', [noise], ''],
  [
    'in pieces, as bash writes it',
    ['bash: ', '[4711: 1 (255)] tcsetattr', ': Inappropriate…\n'],
    '',
  ],
  ['several of it', [noise + noise, noise], ''],
  ['of a login shell, by its path', [`/usr/bin/${noise}-${noise}`], ''],
  ['behind text without a line end, and before text', [`x${noise}y`], 'xy'],
])('takes out %s', (_, pieces, expected) => expect(left(...pieces)).toBe(expected));

test.each([
  ['another shell’s', ['bash: [4712: 1 (255)] tcsetattr: Inappropriate ioctl for device\n']],
  ['bash’s other words', ['bash: no-such: command not found\n']],
  ['a beginning that goes on otherwise', ['bash: ', 'line 1: syntax error\n']],
  ['a beginning that does not go on', ['some text', 'bash: ']],
  ['any bytes', ['\xff\x00bash: \xfe', '\x80\n']],
])('leaves %s', (_, pieces) => expect(left(...pieces)).toBe(pieces.join('')));
