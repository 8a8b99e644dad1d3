import { describe, expect, test } from 'vitest';
import { printHosts } from '../../src/cli/hosts.ts';

const names = ['web01', 'web02', 'db01'];

describe('tutti hosts', () => {
  test('prints one name a line, in the order given', () => {
    expect(printHosts(names)).toBe('web01\nweb02\ndb01\n');
  });

  test('--fold prints one node set', () => {
    expect(printHosts(names, { fold: true })).toBe('db01,web[01-02]\n');
  });

  test('--count prints how many there are', () => {
    expect(printHosts(names, { count: true })).toBe('3\n');
  });

  test('--json prints one versioned document', () => {
    expect(JSON.parse(printHosts(names, { json: true }))).toEqual({
      v: 1,
      type: 'hosts',
      count: 3,
      folded: 'db01,web[01-02]',
      hosts: names,
    });
  });

  test('flags that are off do not count', () => {
    expect(printHosts(names, { fold: false, count: true, json: false })).toBe('3\n');
  });

  test('two flags are refused', () => {
    expect(() => printHosts(names, { fold: true, count: true })).toThrow(
      '--fold and --count do not go together – write one of them',
    );
  });

  test('nobody is no line at all', () => {
    expect(printHosts([])).toBe('');
    expect(printHosts([], { count: true })).toBe('0\n');
  });
});
