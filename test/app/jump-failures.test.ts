import { expect, test } from 'vitest';
import { JumpFailures } from '../../src/app/jump-failures.ts';
import type { Failure } from '../../src/domain/failure.ts';
import type { HostState } from '../../src/domain/host.ts';

const message = 'jump host bastion: connection refused';
const down: Failure = { kind: 'unreachable', message, jump: 'bastion' };
const failed = (...hosts: string[]) =>
  hosts.map((host): [string, HostState] => [host, { kind: 'failed', failure: down }]);

test('is told once for all hosts behind it, how many first', () => {
  expect(new JumpFailures().told(failed('web1', 'web2', 'web3'))).toEqual([
    `3 hosts behind ${message} – web[1-3]`,
  ]);
});

test('counts those too that another worker tells of later, and tells nothing twice', () => {
  const failures = new JumpFailures();
  expect(failures.told(failed('web1'))).toEqual([`1 host behind ${message} – web1`]);
  expect(failures.told(failed('web2'))).toEqual([`2 hosts behind ${message} – web[1-2]`]);
  expect(failures.told(failed('web1', 'web2'))).toEqual([]);
});

test('is told anew after the hosts were there again', () => {
  const failures = new JumpFailures();
  failures.told(failed('web1'));
  failures.told([['web1', { kind: 'ready' } as HostState]]);
  expect(failures.told(failed('web1'))).toHaveLength(1);
});

test('of a host itself is none', () => {
  const { jump: _, ...own } = down;
  expect(new JumpFailures().told([['web1', { kind: 'failed', failure: own }]])).toEqual([]);
});
