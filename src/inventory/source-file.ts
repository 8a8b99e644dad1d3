import { isUtf8 } from 'node:buffer';
import { closeSync, constants, fstatSync, openSync, readSync, type Stats } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { InventoryError } from '../domain/inventory.ts';
import { codeOf } from '../domain/thrown.ts';
import { problem } from './place.ts';

/** A file as it was found, before anybody knows what is in it. */
export interface SourceFile {
  readonly path: string;
  /** Empty where it is a program. */
  readonly text: string;
  readonly stats: Pick<Stats, 'mode' | 'uid'>;
  /** It may be executed, and begins as programs begin. */
  readonly program: boolean;
}

const largest = 4 * 1024 * 1024; // bytes

/** Reads no more than 4 MB, and waits for a pipe no longer than 30 s. @throws InventoryError */
export async function readSourceFile(file: string): Promise<SourceFile> {
  const descriptor = open(file);
  try {
    const stats = fstatSync(descriptor);
    checkKind(file, stats);
    if (stats.isFile() && (stats.mode & 0o111) !== 0 && beginsAsProgram(descriptor))
      return { path: file, text: '', stats, program: true };
    if (stats.size > largest) throw tooLarge(file);
    const bytes = await contents(descriptor, file);
    if (!isUtf8(bytes)) throw notUtf8(file, bytes);
    return { path: file, text: bytes.toString().replace(/^\ufeff/, ''), stats, program: false };
  } finally {
    closeSync(descriptor);
  }
}

export const wrongFile = (file: string, message: string): InventoryError =>
  new InventoryError([problem(file, { line: 1, column: 1 }, message)]);

/** Told where the first strange byte is: it says from what to convert. */
function notUtf8(file: string, bytes: Buffer): InventoryError {
  const instead = (from: string) => `convert it: iconv -f ${from} -t UTF-8 ${file}`;
  if (/^(?:\xff\xfe|\xfe\xff)/.test(bytes.toString('latin1', 0, 2)))
    return wrongFile(file, `the file is UTF-16 – ${instead('UTF-16')}`);
  const lines = bytes.toString('latin1').split('\n');
  const index = lines.findIndex((line) => !isUtf8(Buffer.from(line, 'latin1')));
  const column =
    Buffer.from(lines[index] ?? '', 'latin1')
      .toString()
      .indexOf('\ufffd') + 1;
  const message = `the file is not UTF-8 from here on – where it is Latin-1, ${instead('LATIN1')}`;
  return new InventoryError([problem(file, { line: index + 1, column }, message)]);
}

/** Opening a named pipe must not wait for somebody to write to it. */
function open(file: string): number {
  try {
    return openSync(file, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  } catch (error) {
    throw wrongFile(
      file,
      `the file cannot be read (${codeOf(error)}) – check the path and its rights`,
    );
  }
}

function checkKind(file: string, stats: Stats): void {
  if (stats.isDirectory()) throw wrongFile(file, 'this is a directory – name the file in it');
  if (!stats.isFile() && !stats.isFIFO())
    throw wrongFile(file, 'this is a device – name a file or a pipe');
}

/** `#!`, ELF, and the four beginnings of programs on macOS. */
function beginsAsProgram(descriptor: number): boolean {
  const head = Buffer.alloc(4);
  readSync(descriptor, head, 0, 4, 0);
  return (
    head.toString('latin1', 0, 2) === '#!' ||
    ['7f454c46', 'cafebabe', 'cffaedfe', 'cefaedfe', 'feedfacf'].includes(head.toString('hex'))
  );
}

const pipeWait = 30_000; // ms

async function contents(descriptor: number, file: string): Promise<Buffer> {
  const pieces: Buffer[] = [];
  const end = Date.now() + pipeWait;
  for (let length = 0; ; ) {
    const piece = Buffer.alloc(64 * 1024);
    const count = readSome(descriptor, piece);
    if (count === 0) return Buffer.concat(pieces);
    if (count === undefined) {
      if (Date.now() > end)
        throw wrongFile(file, 'nothing came through this pipe for 30 s – name a file');
      await sleep(10);
      continue;
    }
    length += count;
    if (length > largest) throw tooLarge(file);
    pieces.push(piece.subarray(0, count));
  }
}

/** `undefined`: nothing has come yet. */
function readSome(descriptor: number, piece: Buffer): number | undefined {
  try {
    return readSync(descriptor, piece);
  } catch (error) {
    if (codeOf(error) === 'EAGAIN') return undefined;
    throw error;
  }
}

const tooLarge = (file: string): InventoryError =>
  wrongFile(file, 'the file is larger than 4 MB – write node sets such as web[001-999]');
