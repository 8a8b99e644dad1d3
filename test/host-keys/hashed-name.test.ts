import { createHmac, randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { isHashOf, parseHashedName } from '../../src/host-keys/hashed-name.ts';

const hashed = (name: string, salt = randomBytes(20)) =>
  `|1|${salt.toString('base64')}|${createHmac('sha1', salt).update(name).digest('base64')}`;

const names = ['a', '[2001:db8::1]:22022', 'x'.repeat(300), 'höst.example'];

test.each(names)('%s is found by its hash, and no other is', (name) => {
  const parsed = parseHashedName(hashed(name));
  expect(names.filter((each) => parsed && isHashOf(parsed, each))).toEqual([name]);
});

test.each([
  ['another kind', hashed('a').replace('|1|', '|2|')],
  ['no hash', '|1|YWFhYWFhYWFhYWFhYWFhYWFhYWE='],
  ['a salt that ssh does not take', hashed('a', randomBytes(16))],
  ['more behind it', `${hashed('a')}|x`],
  ['nothing', '|||'],
])('%s is no hashed name', (_, text) => {
  expect(parseHashedName(text)).toBeUndefined();
});
