import { describe, expect, it } from 'vitest';
import { numberIn, readColumns } from '../../src/domain/columns.ts';

const read = (text: string) => readColumns(text.split('\n'));

describe('output in columns', () => {
  it('is df -h, its last name of two words', () => {
    expect(
      read(
        'Filesystem      Size  Used Avail Use% Mounted on\n/dev/sda1        40G   16G   22G  41% /\ntmpfs           1.9G     0  1.9G   0% /dev/shm',
      ),
    ).toEqual({
      names: ['Filesystem', 'Size', 'Used', 'Avail', 'Use%', 'Mounted on'],
      rows: [
        ['/dev/sda1', '40G', '16G', '22G', '41%', '/'],
        ['tmpfs', '1.9G', '0', '1.9G', '0%', '/dev/shm'],
      ],
    });
  });

  it('is df -h where every mount point is short', () => {
    expect(read('Filesystem Use% Mounted on\n/dev/sda1   41% /')?.names).toEqual([
      'Filesystem',
      'Use%',
      'Mounted on',
    ]);
  });

  it('is as many words in every line, wherever they stand', () => {
    expect(read('name  use\nb 100%')).toEqual({ names: ['name', 'use'], rows: [['b', '100%']] });
  });

  it('is ps, a command with blanks in one cell', () => {
    const columns = read(
      'USER   PID %CPU COMMAND\nroot     1  0.0 /sbin/init splash\nops   4711 12.5 node server.js',
    );
    expect(columns?.names).toEqual(['USER', 'PID', '%CPU', 'COMMAND']);
    expect(columns?.rows[1]).toEqual(['ops', '4711', '12.5', 'node server.js']);
  });

  it('is free, whose first column has no name', () => {
    const columns = read(
      '               total        used        free\nMem:            23Gi       1.2Gi        20Gi\nSwap:             0B          0B          0B',
    );
    expect(columns).toEqual({
      names: ['', 'total', 'used', 'free'],
      rows: [
        ['Mem:', '23Gi', '1.2Gi', '20Gi'],
        ['Swap:', '0B', '0B', '0B'],
      ],
    });
  });

  it.each([
    ['NAME="Debian"\nVERSION_ID="12"', ['NAME', 'VERSION_ID'], ['"Debian"', '"12"']],
    ['Architecture:   x86_64\nCPU(s):         2', ['Architecture', 'CPU(s)'], ['x86_64', '2']],
    ['load=1.5', ['load'], ['1.5']],
  ])('is pairs: %j', (text, names, row) => {
    expect(read(text)).toEqual({ names, rows: [row] });
  });

  it.each(['', 'hello', 'one line of words', '12:00:01 up 3 days, load average: 0.1'])(
    'is none of it: %j',
    (text) => {
      expect(read(text)).toBeUndefined();
    },
  );
});

describe('a number in a cell', () => {
  it.each([
    ['41%', 41],
    ['1.5G', 1.5 * 1024 ** 3],
    ['20Gi', 20 * 1024 ** 3],
    ['0B', 0],
    ['-3', -3],
    ['12,5', 12.5],
    ['/dev', undefined],
    ['1.2.3', undefined],
    ['', undefined],
  ])('%s is %s', (cell, number) => {
    expect(numberIn(cell)).toBe(number);
  });
});
