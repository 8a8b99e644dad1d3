import { expect, it } from 'vitest';
import { isSafeAddress, isSafeUser } from '../../src/domain/safe-word.ts';

it.each([
  ['web01', true, true],
  ['fe80::1%eth0', true, true],
  ['joe@corp.example', true, true],
  ['CORP\\joe', false, true],
  ['CORP\\', false, false],
  ['\\-x', false, false],
  ['CORP\\;x', false, false],
  ['-oProxyCommand=x', false, false],
  ['a b', false, false],
  ['a;b', false, false],
  ['$(x)', false, false],
  ['a\nb', false, false],
  ['a\x1b[2J', false, false],
])('%j is safe as an address: %s, as a user: %s', (word, address, user) => {
  expect([isSafeAddress(word), isSafeUser(word)]).toEqual([address, user]);
});
