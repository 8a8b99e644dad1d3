import { expect, it } from 'vitest';
import {
  asPort,
  holdsPassword,
  isBracketedAddress,
  readEndpoint,
} from '../../src/inventory/endpoint.ts';

it.each([
  ['web01', { name: 'web01' }],
  ['web01:22', { name: 'web01', port: 22 }],
  ['me@web01', { name: 'web01', user: 'me' }],
  ['me@web01:2222', { name: 'web01', user: 'me', port: 2222 }],
  ['a@b@web01', { name: 'web01', user: 'a@b' }],
  ['@web01', { name: '@web01' }],
  ['web01:0', { name: 'web01', port: 0 }],
  ['web01:70000', { name: 'web01', port: 0 }],
  ['web01:ssh', { name: 'web01:ssh' }],
  ['::1', { name: '::1' }],
  ['fe80::1%eth0', { name: 'fe80::1%eth0' }],
  ['[::1]', { name: '::1' }],
  ['[::1]:22', { name: '::1', port: 22 }],
  ['me@[fe80::1%eth0]:22', { name: 'fe80::1%eth0', user: 'me', port: 22 }],
  ['ssh://me@web01:22/', { name: 'web01', user: 'me', port: 22 }],
  ['web[01-20]:22', { name: 'web[01-20]', port: 22 }],
])('%s is taken apart', (text, endpoint) => {
  expect(readEndpoint(text)).toEqual(endpoint);
});

it.each([
  ['root:s3cret@web01', true],
  ['ssh://root:s3cret@web01:22', true],
  ['me@web01:22', false],
  ['web01:22', false],
  // A bastion's way to name the host behind it.
  ['root@local@db:SSH:me@bastion', false],
])('there is a password in %s: %s', (text, holds) => {
  expect(holdsPassword(readEndpoint(text))).toBe(holds);
});

it.each([
  ['[::1]', true],
  ['[fe80::1%eth0]:22', true],
  ['me@[2001:db8::5]:22', true],
  ['[01:20]', false],
  ['web[1:9:2]', false],
  ['[web]', false],
])('%s is an address in brackets: %s', (text, is) => {
  expect(isBracketedAddress(text)).toBe(is);
});

it.each([
  ['22', 22],
  ['65535', 65_535],
  ['0', undefined],
  ['65536', undefined],
  ['022', 22],
  ['+22', undefined],
  ['2.2', undefined],
  ['', undefined],
])('port %j is %s', (text, port) => {
  expect(asPort(text)).toBe(port);
});
