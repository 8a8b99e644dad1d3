import { describe, expect, test } from 'vitest';
import { MarkScanner } from '../../src/remote-host/mark-scanner.ts';
import { drawNonce } from '../../src/remote-host/nonce.ts';

const old = drawNonce().mark;
const now = drawNonce().mark;

const joined = (...parts: (string | Uint8Array)[]): Buffer =>
  Buffer.concat(parts.map((part) => Buffer.from(part as Uint8Array)));
const mark = (nonce: Uint8Array, fields: string | Uint8Array): Buffer =>
  joined(nonce, ';', fields, nonce, '/');

/** What the scanner makes of `stream`, given to it in these chunks. */
function scan(stream: Buffer, cuts: readonly number[]) {
  let taken = '';
  const found: string[] = [];
  const scanner = new MarkScanner(
    (bytes) => (taken += bytes.toString('latin1')),
    (fields) => found.push(`${taken.length}:${fields.toString('latin1')}`),
  );
  scanner.expect(old);
  scanner.expect(now);
  let from = 0;
  for (const cut of [...cuts, stream.length]) {
    scanner.push(stream.subarray(from, cut));
    from = cut;
  }
  return { taken, found };
}

const text = (bytes: string | Uint8Array) => Buffer.from(bytes as Uint8Array).toString('latin1');
const anyByte = Uint8Array.from({ length: 256 }, (_, n) => n);

const streams: readonly { title: string; stream: Buffer; taken: string; found: string[] }[] = [
  {
    title: 'passes a stream without a mark on',
    stream: joined('a\x1eb\x1e\x1e', anyByte, 'c'),
    taken: text(joined('a\x1eb\x1e\x1e', anyByte, 'c')),
    found: [],
  },
  {
    title: 'finds the mark, and passes on what is before and behind it',
    stream: joined('out', mark(now, '0;h;;/;'), 'late'),
    taken: 'outlate',
    found: ['3:0;h;;/;'],
  },
  {
    title: 'takes any byte in the fields',
    stream: joined('out', mark(now, anyByte), 'late'),
    taken: 'outlate',
    found: [`3:${text(anyByte)}`],
  },
  {
    title: 'swallows the marks of the line before, wherever they come',
    stream: joined(mark(old, '1'), 'a', mark(old, '2'), 'b', mark(now, '0;'), mark(old, '3'), 'c'),
    taken: 'abc',
    found: ['2:0;'],
  },
  {
    title: 'swallows the same mark when it comes again',
    stream: joined('a', mark(now, '0;'), 'b', mark(now, '0;'), 'c'),
    taken: 'abc',
    found: ['1:0;'],
  },
  {
    title: 'takes the last opening of a mark that was cut off and repeated',
    stream: joined('a', now, ';0;him', mark(now, '130;'), 'b'),
    taken: 'ab',
    found: ['1:130;'],
  },
  {
    title: 'passes on what only begins like a mark',
    stream: joined(now.subarray(0, 20), 'x', now, 'no field', '\x1e', mark(now, '0;')),
    taken: text(joined(now.subarray(0, 20), 'x', now, 'no field', '\x1e')),
    found: ['63:0;'],
  },
  {
    title: 'passes on a mark whose end does not come',
    stream: joined(now, ';', 'x'.repeat(70_000), 'end'),
    taken: text(joined(now, ';', 'x'.repeat(70_000), 'end')),
    found: [],
  },
];

describe('the mark scanner', () => {
  test.each(streams)('$title', ({ stream, taken, found }) => {
    expect(scan(stream, [])).toEqual({ taken, found });
  });

  test.each(streams.filter(({ stream }) => stream.length < 1000))(
    '$title, wherever the stream is cut once or twice',
    ({ stream, taken, found }) => {
      const whole = JSON.stringify({ taken, found });
      for (let first = 0; first <= stream.length; first += 1) {
        expect(JSON.stringify(scan(stream, [first]))).toBe(whole);
        for (let second = first; second <= stream.length; second += 7) {
          if (JSON.stringify(scan(stream, [first, second])) !== whole) {
            expect(scan(stream, [first, second])).toEqual({ taken, found });
          }
        }
      }
    },
  );

  test.each(streams)('$title, byte by byte', ({ stream, taken, found }) => {
    const cuts = Array.from({ length: stream.length }, (_, n) => n).filter(
      (n) => stream.length < 1000 || n < 200 || n > 65_000,
    );
    expect(scan(stream, cuts)).toEqual({ taken, found });
  });

  test('lets a short tail go after a while, and finds the mark in it all the same', async () => {
    let taken = '';
    const found: string[] = [];
    const passed = Promise.withResolvers<void>();
    const scanner = new MarkScanner(
      (bytes) => {
        taken += bytes.toString('latin1');
        if (taken.endsWith('\x1e')) passed.resolve();
      },
      (fields) => found.push(fields.toString()),
    );
    scanner.expect(now);
    scanner.push(Buffer.from('a\x1e'));
    expect(taken).toBe('a');
    await passed.promise;
    scanner.push(mark(now, '0;').subarray(1));
    scanner.push(Buffer.from('b'));
    expect({ taken, found }).toEqual({ taken: 'a\x1eb', found: ['0;'] });
  });

  test('passes a tail that was let go on only once when it turns out to be text', async () => {
    let taken = '';
    const passed = Promise.withResolvers<void>();
    const scanner = new MarkScanner(
      (bytes) => {
        taken += bytes.toString('latin1');
        passed.resolve();
      },
      () => {},
    );
    scanner.expect(now);
    scanner.push(Buffer.from('\x1e'));
    await passed.promise;
    scanner.push(Buffer.from('\x1ez'));
    expect(taken).toBe('\x1e\x1ez');
  });

  test('never lets most of a mark go as output', () => {
    let taken = '';
    const scanner = new MarkScanner(
      (bytes) => (taken += bytes.toString('latin1')),
      () => {},
    );
    scanner.expect(now);
    scanner.push(joined('out', now.subarray(0, 30)));
    scanner.release();
    expect(taken).toBe('out');
  });
});
