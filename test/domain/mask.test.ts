import { describe, expect, it } from 'vitest';
import { createMasker } from '../../src/domain/mask.ts';

const masker = createMasker(['web01', '10.0.0.5', 'ip-10-0-0-5']);
const shown = (line: string) => masker.masked(line).replaceAll('\x01', '§');

describe('what is masked', () => {
  it.each([
    ['hello from web01', 'hello from §'],
    ['web01.example.com is up', '§ is up'],
    ['web011 and xweb01 and web01-a are others', 'web011 and xweb01 and web01-a are others'],
    ['10.0.0.5:22 from 10.0.0.50', '§:22 from 10.0.0.50'],
    ['ip-10-0-0-5 kernel', '§ kernel'],
    ['2026-11-20 12:34:56,789 start', '§ start'],
    ['2026-11-20T12:34:56.789Z start', '§ start'],
    ['2026-11-20T12:34:56+01:00 x', '§ x'],
    ['Nov 20 12:34:56 sshd[4711]: ok', '§ sshd[§]: ok'],
    ['on Fri Nov 20 12:34:56 UTC 2026', 'on §'],
    ['on Fri, 20 Nov 2026 12:34:56', 'on §'],
    ['-rw-r--r-- 1 root root 1024 May  8  2025 a', '-rw-r--r-- 1 root root 1024 § a'],
    ['at 12:34 and 9:05:01.5', 'at § and §'],
    ['0.0.0.0:22 and [::]:443', '0.0.0.0:22 and [::]:443'],
    ['took 12.5ms, then 3 s', 'took §, then §'],
    ['up 3 days, 2 hours, 1 min', 'up §'],
    ['pid 4711, PID=99', 'pid §, PID=§'],
    ['up 5m 30s, then 2h 5m', 'up §, then §'],
    ['elapsed=12ms, total = 30s of 2h', 'elapsed=§, total = § of §'],
    ['at 0x7ffe12ab', 'at §'],
    ['commit 0a1b2c3d4e5f60718293a4b5c6d7e8f901234567', 'commit §'],
    ['id 550e8400-e29b-41d4-a716-446655440000', 'id §'],
    ['ether 52:54:00:12:34:56', 'ether §'],
    ['\x1b[31mweb01\x1b[0m red', '§ red'],
  ])('%s', (line, masked) => {
    expect(shown(line)).toBe(masked);
  });

  it.each([
    'web01',
    'web01.example.com',
    'cache = 512m',
    'java -Xmx512m, body at most 10m;',
    'timeout = 30s',
    'idle = "5min";',
    'Fri Nov 20 12:34:56 UTC 2026',
    '12:34:56 (10.0.0.5)',
    '/dev/sda1  41152736 16874044  22165592  44% /',
    'total 40G used 12G',
    'nginx/1.24.0 (Debian)',
    'abc def face deadbeef',
    'user 1234567 added',
    'a b c',
    '',
  ])('and nothing of: %s', (line) => {
    expect(masker.masked(line)).toBe(line);
  });

  it('is told with its place', () => {
    expect(masker.spans('web01 took 5 ms')).toEqual([
      { from: 0, to: 5 },
      { from: 11, to: 15 },
    ]);
  });

  it('stays the rest where a host has no name', () => {
    expect(createMasker([]).masked('x at 12:34:56')).toBe('x at \x01');
  });

  it('cannot run away, whatever a host prints', () => {
    for (const evil of [
      '1 '.repeat(8000),
      'a'.repeat(16_000),
      '1:'.repeat(8000),
      '1d '.repeat(5000),
      'Mon '.repeat(4000),
      '0a'.repeat(8000),
    ]) {
      expect(masker.masked(evil).length).toBeGreaterThan(0);
    }
  });
});
