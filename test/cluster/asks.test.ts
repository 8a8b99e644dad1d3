import { expect, test } from 'vitest';
import { Asks } from '../../src/cluster/asks.ts';
import type { Event } from '../../src/cluster/protocol.ts';
import type { Question } from '../../src/domain/question.ts';

const sudo: Question = { kind: 'sudo', user: 'deploy', prompt: '', since: 0 };

function asking(question: Question) {
  const put: Event[] = [];
  const asks = new Asks((event) => put.push(event));
  const line = new AbortController();
  const answer = asks.ask('web01', question, line.signal);
  return { put, asks, line, answer };
}

test('a sudo that ends while its answer is on its way has not tried it', async () => {
  const { put, asks, line, answer } = asking(sudo);
  line.abort();
  asks.answer(1, ['secret']);
  expect(await answer).toBe(null);
  expect(put.slice(1)).toEqual([
    { type: 'withdrawn', ask: 1 },
    { type: 'judged', host: 'web01', of: 'sudo', verdict: 'undecided' },
  ]);
});

test('an answer that has come is judged by its sudo alone', async () => {
  const { put, asks, line, answer } = asking(sudo);
  asks.answer(1, ['secret']);
  line.abort();
  expect(await answer).toEqual(['secret']);
  expect(put).toHaveLength(1);
});
