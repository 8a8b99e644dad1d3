import { expect, it } from 'vitest';
import { HostOutput } from '../../src/cluster/host-output.ts';

const lineOf = (host: string, i: number): string => {
  if (i % 50 === 0) return `größer ${i}\tthan\x1b[1m before\x1b[m`;
  return i % 2 === 0 ? `12:34:56 ${host} app[${i}]: served` : `/dev/sda${i} 41152736 22% /srv`;
};
const textOf = (host: string, count: number) =>
  Array.from({ length: count }, (_, i) => `${lineOf(host, i)}\n`).join('');

/** What is told of an output that comes in pieces of `size` bytes. */
function factsOf(host: string, count: number, size: number) {
  const bytes = Buffer.from(textOf(host, count));
  const output = new HostOutput(host, [host]);
  for (let at = 0; at < bytes.length; at += size)
    output.take('stdout', bytes.subarray(at, at + size));
  output.take('stderr', Buffer.from('a word at 12:34:56\nand one more\n'));
  output.finish();
  return output.facts();
}

it('says the same of an output, however its bytes are cut', () => {
  const whole = factsOf('web01', 1000, 1_000_000);
  expect(whole).toMatchObject({ lines: 1002, errorLines: 2 });
  for (const size of [1, 7, 50, 333, 4096, 32_768])
    expect(factsOf('web01', 1000, size)).toEqual(whole);
});

it('masks its first 20,000 lines, wherever these end in what comes', () => {
  const facts = [25_000, 900_000, 10_000_000].map((size) => factsOf('web01', 20_050, size));
  expect(facts[1]).toEqual(facts[0]);
  expect(facts[2]).toEqual(facts[0]);
  expect(factsOf('web02', 20_000, 32_768).masked).toBe(factsOf('web01', 20_000, 32_768).masked);
  expect(factsOf('web02', 20_003, 32_768).masked).not.toBe(factsOf('web01', 20_003, 32_768).masked);
});
