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

  it('is ps aux, where a long number moves what is behind it', () => {
    const columns = read(
      [
        'USER  PID %CPU    VSZ   RSS TTY  STAT COMMAND',
        'root    1  0.0  49924 17584 ?    Ss   /sbin/init splash',
        'ops  4711 12.5 1234567 123456 pts/0 Sl node server.js',
        'ops  4712  2.5   1234   456 ?    S    [kworker]',
      ].join('\n'),
    );
    expect(columns?.names).toEqual(['USER', 'PID', '%CPU', 'VSZ', 'RSS', 'TTY', 'STAT', 'COMMAND']);
    expect(columns?.rows[1]).toEqual([
      'ops',
      '4711',
      '12.5',
      '1234567',
      '123456',
      'pts/0',
      'Sl',
      'node server.js',
    ]);
  });

  it('is ss, whose names touch, and docker ps with a column that is empty', () => {
    expect(
      read(
        'State  Recv-Q Local Address:Port  Peer Address:PortProcess\nLISTEN 0           0.0.0.0:22        0.0.0.0:*\nLISTEN 0         127.0.0.1:3306      0.0.0.0:*',
      ),
    ).toEqual({
      names: ['State', 'Recv-Q', 'Local Address:Port', 'Peer Address:PortProcess'],
      rows: [
        ['LISTEN', '0', '0.0.0.0:22', '0.0.0.0:*'],
        ['LISTEN', '0', '127.0.0.1:3306', '0.0.0.0:*'],
      ],
    });
    const docker = read(
      [
        'CONTAINER ID   CREATED       STATUS       PORTS     NAMES',
        'abc            2 days ago    Up 2 days              web',
        'abd            3 hours ago   Up 3 hours             cache',
      ].join('\n'),
    );
    expect(docker?.names).toEqual(['CONTAINER ID', 'CREATED', 'STATUS', 'PORTS', 'NAMES']);
    expect(docker?.rows[1]).toEqual(['abd', '3 hours ago', 'Up 3 hours', '', 'cache']);
  });

  it('is vmstat, whose names have names over them', () => {
    expect(read('procs ---memory---\n r  b   swpd   free\n 1  0      0 385500')).toEqual({
      names: ['r', 'b', 'swpd', 'free'],
      rows: [['1', '0', '0', '385500']],
    });
  });

  it('is pairs whose names come again: a row for each, and no value is lost', () => {
    expect(read('processor : 0\nmodel : a\n\nprocessor : 1\nmodel : b')).toEqual({
      names: ['processor', 'model'],
      rows: [
        ['0', 'a'],
        ['1', 'b'],
      ],
    });
    expect(read('search=x\nserver=1\nserver=2')).toEqual({
      names: ['search', 'server', 'server 2'],
      rows: [['x', '1', '2']],
    });
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

  it.each([
    '',
    'hello',
    'one line of words',
    '12:00:01 up 3 days, load average: 0.1',
    'total 48\ndrwxr-xr-x 2 root root 4096 Nov 21 10:33 .\n-rw-r--r-- 1 root root 12 Nov 21 10:33 a b',
    'proc on /proc type proc (rw)\nsysfs on /sys type sysfs (rw)',
    'ops pts/0 2026-11-21 10:31\nroot pts/1 2026-11-21 10:32',
  ])('is none of it: %j', (text) => {
    expect(read(text)).toBeUndefined();
  });
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
