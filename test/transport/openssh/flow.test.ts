import { describe, expect, it } from 'vitest';
import { ReceivedOutput } from '../../../src/transport/openssh/received-output.ts';
import { UnsentInput } from '../../../src/transport/openssh/unsent-input.ts';
import { firstWindow } from '../../../src/transport/receive-window.ts';

const text = (parts: readonly Uint8Array[]) => Buffer.concat(parts).toString();

function input(window: number, mostBytes = 32) {
  const sent: Uint8Array[] = [];
  const seen = { eof: 0, drained: 0 };
  const unsent = new UnsentInput(window, mostBytes, {
    data: (bytes) => sent.push(bytes),
    eof: () => {
      seen.eof += 1;
    },
  });
  unsent.onDrain(() => {
    seen.drained += 1;
  });
  return { unsent, sent, seen };
}

describe('input for a program', () => {
  it('leaves as far as the window is open, in packets of the allowed size', () => {
    const { unsent, sent } = input(10, 4);
    expect(unsent.add(Buffer.from('0123456789abcdef'))).toBe(true);
    expect(sent.map((part) => part.length)).toEqual([4, 4, 2]);
    unsent.allow(3);
    unsent.allow(100);
    expect(text(sent)).toBe('0123456789abcdef');
  });

  it('says when to wait and when no longer', () => {
    const { unsent, seen } = input(0);
    expect(unsent.add(Buffer.alloc(100_000))).toBe(false);
    unsent.allow(99_999);
    expect(seen.drained).toBe(0);
    unsent.allow(1);
    expect(seen.drained).toBe(1);
  });

  it('ends behind its last byte, once', () => {
    const { unsent, sent, seen } = input(1);
    unsent.add(Buffer.from('ab'));
    unsent.end();
    expect(seen.eof).toBe(0);
    unsent.allow(5);
    unsent.end();
    unsent.add(Buffer.from('late'));
    expect([text(sent), seen.eof]).toEqual(['ab', 1]);
  });

  it('keeps nobody waiting when it is dropped', () => {
    const { unsent, sent, seen } = input(0);
    unsent.add(Buffer.alloc(100_000));
    unsent.drop();
    unsent.allow(100);
    expect([sent.length, seen]).toEqual([0, { eof: 0, drained: 1 }]);
  });
});

function output() {
  const room: number[] = [];
  const taken: string[] = [];
  const received = new ReceivedOutput((bytes) => room.push(bytes));
  const listen = () =>
    received.onOutput((stream, bytes) => taken.push(`${stream} ${Buffer.from(bytes)}`));
  return { received, room, taken, listen };
}

describe('output of a program', () => {
  it('waits for whoever takes it, and its end waits too', async () => {
    const { received, taken, listen } = output();
    received.add('stdout', Buffer.from('a'));
    received.add('stderr', Buffer.from('b'));
    received.end();
    listen();
    await new Promise<void>((resolve) => received.onClose(resolve));
    expect(taken).toEqual(['stdout a', 'stderr b']);
  });

  it('is kept while paused, and the server gets no room for more', async () => {
    const { received, room, taken, listen } = output();
    listen();
    await Promise.resolve();
    received.pause();
    received.add('stdout', Buffer.alloc(firstWindow));
    received.end();
    let closed = false;
    received.onClose(() => {
      closed = true;
    });
    expect([taken.length, room.length, closed]).toEqual([0, 0, false]);
    received.resume();
    expect([taken.length, closed]).toEqual([1, true]);
  });

  it('makes room in large steps', async () => {
    const { received, room, listen } = output();
    listen();
    await Promise.resolve();
    for (let n = 0; n < 64; n += 1) received.add('stdout', Buffer.alloc(firstWindow / 64));
    expect(room.length).toBe(1);
    expect(room[0]).toBeGreaterThanOrEqual(firstWindow / 2);
  });

  it('asks for no more when its end is known', async () => {
    const { received, room, listen } = output();
    received.add('stdout', Buffer.alloc(firstWindow));
    received.end();
    listen();
    await new Promise<void>((resolve) => received.onClose(resolve));
    expect(room).toEqual([]);
  });

  it('may be paused and resumed by whoever takes it, in order', async () => {
    const { received } = output();
    const taken: string[] = [];
    received.onOutput((_, bytes) => {
      taken.push(String(bytes));
      received.pause();
      received.resume();
    });
    await Promise.resolve();
    for (const letter of 'abc') received.add('stdout', Buffer.from(letter));
    expect(taken).toEqual(['a', 'b', 'c']);
  });
});
