import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { InputFeed } from '../../src/cluster/input-feed.ts';
import { inputCredit } from '../../src/cluster/protocol.ts';

/** A feed for these hosts, and what it sent: `ab 3`, `ab end`. */
function feedOf(hosts: string) {
  const sent: string[] = [];
  const feed = new InputFeed([...hosts], (some, bytes) =>
    sent.push(`${some.join('')} ${bytes?.length ?? 'end'}`),
  );
  return { feed, sent };
}

async function* chunks(...sizes: readonly number[]) {
  for (const size of sizes) yield new Uint8Array(size);
}

test('sends the same to all hosts, then the end', async () => {
  const { feed, sent } = feedOf('ab');
  await feed.run(chunks(3, 4));
  expect(sent).toEqual(['ab 3', 'ab 4', 'ab end']);
});

test('waits for the slowest host', async () => {
  const { feed, sent } = feedOf('ab');
  const done = feed.run(chunks(inputCredit, 1));
  await setImmediate();
  feed.taken('a', inputCredit);
  await setImmediate();
  expect(sent).toEqual([`ab ${inputCredit}`]);
  feed.taken('b', inputCredit);
  await done;
  expect(sent).toEqual([`ab ${inputCredit}`, 'ab 1', 'ab end']);
});

test('goes on without a host that has ended, and stops when all have', async () => {
  const { feed, sent } = feedOf('ab');
  const done = feed.run(chunks(inputCredit, inputCredit, 1));
  await setImmediate();
  feed.taken('a', inputCredit);
  feed.ended('b');
  await setImmediate();
  expect(sent.at(-1)).toBe(`a ${inputCredit}`);
  feed.ended('a');
  await done;
  expect(sent.at(-1)).toBe(' end');
});

test('ends the input where its source breaks', async () => {
  const { feed, sent } = feedOf('a');
  async function* broken() {
    yield new Uint8Array(2);
    throw new Error('read failed');
  }
  await expect(feed.run(broken())).rejects.toThrow('read failed');
  expect(sent).toEqual(['a 2', 'a end']);
});
