import { describe, expect, test } from 'vitest';
import { HandshakeLimit, type Rest } from '../../src/transport/handshake-limit.ts';

const never = new AbortController().signal;

/** Tasks that end when told to, and who has begun. */
class Tasks {
  readonly begun: string[] = [];
  readonly #ends = new Map<string, PromiseWithResolvers<string>>();
  readonly #rests = new Map<string, Rest>();
  readonly #limit: HandshakeLimit;

  constructor(total: number, perAddress: number) {
    this.#limit = new HandshakeLimit({ total, perAddress });
  }

  start(name: string, address: string, signal: AbortSignal = never): Promise<string> {
    const end = Promise.withResolvers<string>();
    this.#ends.set(name, end);
    return this.#limit.run(
      address,
      (rest) => {
        this.begun.push(name);
        this.#rests.set(name, rest);
        return end.promise;
      },
      signal,
    );
  }

  /** It waits for a person until the returned function is called. */
  rest(name: string): () => Promise<unknown> {
    const over = Promise.withResolvers<void>();
    void this.#rests.get(name)?.(() => over.promise);
    return () => {
      over.resolve();
      return settled();
    };
  }

  async end(name: string): Promise<void> {
    this.#ends.get(name)?.resolve(name);
    await settled();
  }

  async fail(name: string): Promise<void> {
    this.#ends.get(name)?.reject(new Error(name));
    await settled();
  }
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

describe('handshakes', () => {
  test('begin at once while there is room, and then in order', async () => {
    const tasks = new Tasks(2, 2);
    const all = ['a', 'b', 'c', 'd'].map((name) => tasks.start(name, name));
    await settled();
    expect(tasks.begun).toEqual(['a', 'b']);
    await tasks.end('b');
    expect(tasks.begun).toEqual(['a', 'b', 'c']);
    for (const name of ['a', 'c', 'd']) await tasks.end(name);
    expect(await Promise.all(all)).toEqual(['a', 'b', 'c', 'd']);
  });

  test('that wait for a person leave room for others, but not at their own address', async () => {
    const tasks = new Tasks(1, 1);
    for (const [name, address] of [
      ['a1', 'a'],
      ['a2', 'a'],
      ['b', 'b'],
      ['c', 'c'],
    ] as const) {
      void tasks.start(name, address);
    }
    await settled();
    const answer = tasks.rest('a1');
    const second = tasks.rest('a1');
    await settled();
    expect(tasks.begun).toEqual(['a1', 'b']);
    await answer();
    await second();
    await tasks.end('b');
    expect(tasks.begun).toEqual(['a1', 'b']);
    await tasks.end('a1');
    expect(tasks.begun).toEqual(['a1', 'b', 'a2']);
    await tasks.end('a2');
    expect(tasks.begun).toEqual(['a1', 'b', 'a2', 'c']);
  });

  test('to one address wait for each other, and let others pass', async () => {
    const tasks = new Tasks(8, 1);
    for (const name of ['a1', 'a2', 'a3']) void tasks.start(name, 'a');
    void tasks.start('b1', 'b');
    await settled();
    expect(tasks.begun).toEqual(['a1', 'b1']);
    await tasks.end('a1');
    expect(tasks.begun).toEqual(['a1', 'b1', 'a2']);
  });

  test('that fail make room as well', async () => {
    const tasks = new Tasks(1, 1);
    const failed = expect(tasks.start('a', 'x')).rejects.toThrow('a');
    void tasks.start('b', 'x');
    await tasks.fail('a');
    await failed;
    expect(tasks.begun).toEqual(['a', 'b']);
  });

  test('that are given up while they wait never begin, and take no room', async () => {
    const tasks = new Tasks(1, 1);
    const given = new AbortController();
    void tasks.start('a', 'x');
    const waiting = expect(tasks.start('b', 'x', given.signal)).rejects.toThrow('released');
    void tasks.start('c', 'x');
    given.abort(new Error('released'));
    await waiting;
    await tasks.end('a');
    expect(tasks.begun).toEqual(['a', 'c']);
  });

  test('that are given up before do not begin', async () => {
    const tasks = new Tasks(1, 1);
    await expect(tasks.start('a', 'x', AbortSignal.abort(new Error('gone')))).rejects.toThrow(
      'gone',
    );
    expect(tasks.begun).toEqual([]);
  });

  test('never are more than the limits, and all come to their turn', async () => {
    const limit = new HandshakeLimit({ total: 7, perAddress: 3 });
    const active = new Map<string, number>();
    let most = 0;
    let mostOfOne = 0;
    const task = (address: string) => async () => {
      active.set(address, (active.get(address) ?? 0) + 1);
      most = Math.max(
        most,
        [...active.values()].reduce((sum, count) => sum + count),
      );
      mostOfOne = Math.max(mostOfOne, active.get(address) ?? 0);
      await settled();
      active.set(address, (active.get(address) ?? 0) - 1);
      return address;
    };
    const all = Array.from({ length: 200 }, (_, i) => {
      const address = i % 4 === 3 ? `10.0.0.${i}` : 'bastion';
      return limit.run(address, task(address), never);
    });
    expect(await Promise.all(all)).toHaveLength(200);
    expect({ most, mostOfOne }).toEqual({ most: 7, mostOfOne: 3 });
  });
});
