import { expect, test } from 'vitest';
import { fileNames } from '../../src/domain/file-names.ts';

test.each([
  ['web01', 'web01'],
  ['fe80::1%eth0', 'fe80__1_eth0'],
  ['../../etc/passwd', '_._.._etc_passwd'],
  ['.ssh', '_ssh'],
  ['-rf', '_rf'],
  ['a b;c', 'a_b_c'],
  ['größe', 'gr__e'],
  ['', '_'],
  ['x'.repeat(300), 'x'.repeat(200)],
])('%j is called %j', (host, name) => {
  expect([...fileNames([host]).values()]).toEqual([name]);
});

test('no two hosts share a name, also where case does not count', () => {
  const names = fileNames(['a:b', 'a%b', 'A_B', 'a_b~2']);
  expect([...names.values()]).toEqual(['a_b', 'a_b~2', 'A_B~3', 'a_b_2']);
});
