import { describe, expect, test } from 'vitest';
import { UsageError } from '../../src/domain/failure.ts';
import { expand, isNodeSet, mostNames, size } from '../../src/domain/node-set.ts';

describe('expand', () => {
  test.each([
    ['bastion', 'bastion'],
    ['web[1-3]', 'web1 web2 web3'],
    ['web[01-03]', 'web01 web02 web03'],
    ['web[08-11]', 'web08 web09 web10 web11'],
    ['web[8-11]', 'web8 web9 web10 web11'],
    ['web[00-02]', 'web00 web01 web02'],
    ['web[0-2]', 'web0 web1 web2'],
    ['web[1,3-5,08]', 'web1 web3 web4 web5 web08'],
    ['web[1-2,03-04]', 'web1 web2 web03 web04'],
    ['db[1-9/4]', 'db1 db5 db9'],
    ['db[01-10/3]', 'db01 db04 db07 db10'],
    ['db[1-3/5]', 'db1'],
    ['web[7-7]', 'web7'],
    ['web[1-2]-ib.example.com', 'web1-ib.example.com web2-ib.example.com'],
    ['r[1-2]n[1-2]', 'r1n1 r1n2 r2n1 r2n2'],
    ['r[1-2]n[01-02]s', 'r1n01s r1n02s r2n01s r2n02s'],
    ['web1[0-2]', 'web10 web11 web12'],
    ['web0[8-10]', 'web08 web09 web010'],
    ['web[1-2]0', 'web10 web20'],
    ['10.0.[0-1].[1-2]', '10.0.0.1 10.0.0.2 10.0.1.1 10.0.1.2'],
    ['[1-3]', '1 2 3'],
    ['[1-2]a', '1a 2a'],
    ['fe80::[1-2]%eth0', 'fe80::1%eth0 fe80::2%eth0'],
    ['web[1-2],db1', 'web1 web2 db1'],
    [' web[ 1 , 3 - 4 ] , db1 ', 'web1 web3 web4 db1'],
    ['web[1-4/ 2]', 'web1 web3'],
    ['db1,web1,db1,web[1-2]', 'db1 web1 web2'],
    ['n[123456789012345678901234]', 'n123456789012345678901234'],
  ])('%s is %s', (text, names) => {
    expect(expand(text)).toEqual(names.split(' '));
  });

  test.each([
    ['', 'there is no name – write a host or a node set, as in web[01-04]'],
    ['  ', 'there is no name'],
    ['web[1-3', '`web[1-3`: a bracket is never closed – write its "]"'],
    ['web1-3]', '`web1-3]`: a bracket is never opened – write its "["'],
    ['web[1[2]]', 'a bracket is never closed'],
    ['web[]', 'an empty range in the brackets – write a number'],
    ['web[1,]', 'an empty range'],
    ['web[1,,2]', 'an empty range'],
    ['web[5-1]', '`web[5-1]`: `5-1` runs backwards – write 1-5'],
    ['web[01-9]', '`01-9` pads its ends differently – write 01-09'],
    ['web[1-09]', '`1-09` pads its ends differently – write 01-09'],
    ['web[001-10]', '`001-10` pads its ends differently – write 001-010'],
    ['web[1-5/0]', '`1-5/0` has step 0 – write a step of 1 or more'],
    ['web[1-5/x]', '`1-5/x` is no range with a step – write first-last/step'],
    ['web[1-5/-1]', 'is no range with a step'],
    ['web[5/2]', 'is no range with a step'],
    ['web[a-c]', '`a-c` is no range of numbers – write them as in [1,3-5]'],
    ['web[1-2-3]', 'is no range of numbers'],
    ['web[1!2]', 'is no range of numbers'],
    ['web[-5]', '`-5` has a minus sign – write it before the bracket, as in web-[1-5]'],
    ['web[1-1234567890123456]', 'more than 15 digits – write the names one by one'],
    ['web[1][2]', 'two brackets touch – write one, as in n[13-14,23-24]'],
    ['web1,', 'a name is missing beside "," – write it, or leave "," out'],
    [',web1', 'a name is missing beside ","'],
    ['web1,,web2', 'a name is missing beside ","'],
    ['web1!web2', '"!" has no place here – write the names, with commas between'],
    ['web1&web2', '"&" has no place here'],
    ['@web', 'the group `@web` has no place here – write host names'],
    ['web*', 'a wildcard has no place here – write the names, as in web[01-04]'],
    ['web?', 'a wildcard has no place here'],
    ['web1 web2', 'white space in the name – write a comma between two names'],
    ['web{1,2}', 'ranges have square brackets – write them as in web[01-04]'],
    ['-oProxyCommand=x', 'a host name does not start with "-"'],
    ['-[1-3]', 'a host name does not start with "-"'],
    ['web1,-x', 'a host name does not start with "-"'],
    ['web\u0007', '`web\\u{7}`: there is a control character in the name – leave it out'],
    ['web\u202e1', '`web\\u{202e}1`: there is a control character in the name'],
    ['web\u00001', 'there is a control character in the name'],
    ['root@web01', '"@" inside the name – write the host alone'],
    ['web01;reboot', 'a host name has letters, digits and . _ - : % + only'],
    ['../etc', 'a host name has letters, digits'],
    ['..', 'is a directory – write a host name'],
    ['x'.repeat(256), 'a host name has at most 255 characters'],
    [`${'x'.repeat(253)}[1-100]`, 'a host name has at most 255 characters'],
    [`n[${'1'.repeat(255)}]`, 'a host name has at most 255 characters'],
  ])('refuses %j', (text, message) => {
    expect(() => expand(text)).toThrow(UsageError);
    expect(() => expand(text)).toThrow(message);
  });

  test('lists as many names as are allowed, and refuses one more before it lists any', () => {
    expect(expand(`web[1-${mostNames}]`)).toHaveLength(mostNames);
    expect(() => expand(`web[0-${mostNames}]`)).toThrow(
      '`web[0-200000]` is 200,001 names, more than 200,000 – write smaller ranges',
    );
    expect(() => expand('web[1-999999999999999]')).toThrow('999,999,999,999,999 names');
    expect(() => expand('r[1-500]n[1-500]')).toThrow('250,000 names');
    expect(() => expand('a[1-150000],b[1-150000]')).toThrow('300,000 names');
    expect(() => expand('n[1-99999]'.repeat(25))).toThrow('more than 200,000');
  });

  test('names of every length that is allowed come out whole', () => {
    expect(expand('x'.repeat(255))).toEqual(['x'.repeat(255)]);
    expect(expand(`${'x'.repeat(252)}[1-100]`)).toHaveLength(100);
  });
});

test.each([
  ['web1', 1],
  ['web[01-20]', 20],
  ['db[1-9/2]', 5],
  ['r[1-2]n[1-3,7],x', 9],
  ['web[1-999999999999]', 999_999_999_999],
])('size(%s) is %d', (text, count) => {
  expect(size(text)).toBe(count);
});

test.each([
  ['web01', false],
  ['web01.example.com', false],
  ['web[01-20]', true],
  ['web1,web2', true],
  ['web[01-20', true],
  ['web01]', true],
])('isNodeSet(%s) is %s', (text, answer) => {
  expect(isNodeSet(text)).toBe(answer);
});
