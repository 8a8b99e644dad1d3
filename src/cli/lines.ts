import { isUtf8 } from 'node:buffer';
import { UsageError } from '../domain/failure.ts';

export const longestLine = 1024 * 1024; // bytes

/**
 * The commands of `tutti TARGET < lines`: one a line, blank ones skipped, a last one without its
 * line end counts. Throws `UsageError` for a line that is not UTF-8, holds NUL or is too long.
 */
export async function* readLines(input: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  let number = 0;
  for await (const bytes of splitLines(input)) {
    number++;
    const text = decode(bytes, number);
    if (text.trim() !== '') yield text;
  }
}

/** Bytes of one line after the other, without their `\n` or `\r\n`. */
async function* splitLines(input: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  let pieces: Buffer[] = [];
  let length = 0;
  let number = 1;
  const keep = (piece: Buffer): void => {
    length += piece.length;
    if (length > longestLine) throw tooLong(number);
    pieces.push(piece);
  };
  for await (const chunk of input) {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    let from = 0;
    for (let end = bytes.indexOf(0x0a); end !== -1; end = bytes.indexOf(0x0a, from)) {
      keep(bytes.subarray(from, end));
      yield Buffer.concat(pieces);
      pieces = [];
      length = 0;
      number++;
      from = end + 1;
    }
    keep(bytes.subarray(from));
  }
  if (length > 0) yield Buffer.concat(pieces);
}

function decode(bytes: Buffer, number: number): string {
  if (!isUtf8(bytes)) {
    throw new UsageError(
      `line ${number} is not UTF-8 – convert the file: iconv -f LATIN1 -t UTF-8`,
    );
  }
  if (bytes.includes(0)) {
    throw new UsageError(`line ${number} holds a NUL byte – no shell can read it; remove it`);
  }
  return bytes.toString('utf8').replace(/\r$/, '');
}

const tooLong = (number: number): UsageError =>
  new UsageError(`line ${number} is longer than 1 MB – put it into a file and run that`);
