import { describe, expect, it } from 'vitest';
import { parseBatchScp } from '../../src/cli/batch-scp.ts';
import { UsageError } from '../../src/domain/failure.ts';
import { splitWords } from '../../src/shell/split-words.ts';

const parsed = (line: string) => parseBatchScp(splitWords(line).slice(1));

describe('batch_scp', () => {
  it('reads the line of the assignment', () => {
    const line =
      'batch_scp -h h1,h2,h3 -g web_clusters,db_servers -action put -local test.py -remote /tmp/';
    expect(parsed(line)).toEqual({
      kind: 'transfer',
      target: 'h1,h2,h3,@web_clusters,@db_servers',
      request: { kind: 'put', sources: ['test.py'], destination: '/tmp/', options: {} },
      options: {},
    });
  });

  it.each([
    ['only hosts', 'batch_scp -h h1 -action put -local a -remote /b', 'h1'],
    ['only groups', 'batch_scp -g web -action put -local a -remote /b', '@web'],
    [
      'node sets in both',
      'batch_scp -h web[01-03,7] -g r[1-2] -action put -local a -remote /b',
      'web[01-03,7],@r[1-2]',
    ],
    ['any order', 'batch_scp -remote /b -action put -g web -local a -h h1', 'h1,@web'],
    ['two dashes', 'batch_scp --h=h1 --action=put --local a --remote=/b', 'h1'],
  ])('takes %s', (_, line, target) => {
    const request = { kind: 'put', sources: ['a'], destination: '/b', options: {} };
    expect(parsed(line)).toMatchObject({ target, request });
  });

  it('gets what -remote names into -local', () => {
    const line = 'batch_scp -h h1 -action get -remote /a -remote "/b c" -local ./';
    expect(parsed(line)).toMatchObject({
      request: { kind: 'get', sources: ['/a', '/b c'], destination: './' },
    });
  });

  it('has the options of all tools, with one dash or two', () => {
    const line =
      'batch_scp -h h1 -action put -local a -remote /b -timeout 5 -f 10 --force -mode 644 --json';
    expect(parsed(line)).toMatchObject({
      request: { options: { force: true, mode: 0o644 } },
      options: { timeout: 5, fanout: 10, print: 'json' },
    });
  });

  it.each([
    ['batch_scp --help', 'help'],
    ['batch_scp -version', 'version'],
  ])('%s is asked without anything else', (line, kind) => {
    expect(parsed(line).kind).toBe(kind);
  });
});

describe('a mistake at batch_scp', () => {
  it.each([
    [
      '-action put -local a -remote /b',
      'batch_scp needs hosts or groups – write: batch_scp -h web01,web02 -action put -local a -remote /b',
    ],
    [
      '-h h1 -local a -remote /b',
      'batch_scp needs -action put or -action get – write: batch_scp -h h1 -action put -local a -remote /b',
    ],
    [
      '-h h1 -action push -local a -remote /b',
      'no action `push`, there are put and get – write: batch_scp -h h1 -action put -local a -remote /b',
    ],
    [
      '-h h1 -action download -local a -remote /b',
      'no action `download`, there are put and get – write: batch_scp -h h1 -action get -local a -remote /b',
    ],
    [
      '-h h1 -action gte -local a -remote /b',
      'no action `gte`, there are put and get – write: batch_scp -h h1 -action get -local a -remote /b',
    ],
    [
      '-h h1 -action put -remote /b',
      'put needs -local – write: batch_scp -h h1 -action put -local test.py -remote /b',
    ],
    [
      '-g web -action get -local x',
      'get needs -remote – write: batch_scp -g web -action get -local x -remote /etc/hosts',
    ],
    [
      '-h h1 -action put -local "a b" -remote /b -remote /c',
      "put has one -remote, not 2 – write: batch_scp -h h1 -action put -local 'a b' -remote /b",
    ],
    ['-h h1 -h h2 -action put', '-h is given twice – write: -h h1,h2'],
    ['-h h1, h2 -action put', 'no blank after a comma – write: h1,h2'],
    ['-h h1 -action', '-action needs put or get – write: -action put'],
    ['-h h1 -action put -local ""', '-local needs a path of this machine – write: -local test.py'],
    [
      '-h h1 -cmd "df -h"',
      "-cmd is for commands, batch_scp copies files – write: batch_run -h web01 -cmd 'df -h'",
    ],
    ['-h h1 -acton put', 'unknown option `-acton` – did you mean -action?'],
    [
      '-h h1 -action put -local a b -remote /c',
      '`b` belongs to no option – write: batch_scp -h web01,web02 -g db_servers -action put -local test.py -remote /tmp/',
    ],
  ])('%s', (words, message) => {
    const act = () => parsed(`batch_scp ${words}`);
    expect(act).toThrow(UsageError);
    expect(act).toThrow(message);
  });
});
