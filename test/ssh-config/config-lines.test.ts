import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { readConfigFiles, splitLine } from '../../src/ssh-config/config-lines.ts';
import { keyFolder } from '../support/key-files.ts';

test.each([
  ['Port 22', ['Port', '22']],
  ['\tPort=22 ', ['Port', '22']],
  ['User = "a b" c', ['User', 'a b', 'c']],
  ['Host a b # of mine', ['Host', 'a', 'b']],
  ['', []],
  ['   ', []],
])('%j is read as %j', (line, words) => {
  expect(splitLine(line)).toEqual(words);
});

test('a file is read once until it changes, whoever includes it', () => {
  const folder = keyFolder();
  const [file, included] = ['config', 'more'].map((name) => path.join(folder, name)) as [
    string,
    string,
  ];
  writeFileSync(file, `Include ${included}\nPort 1\n`);
  writeFileSync(included, 'User a\n');
  const first = readConfigFiles([file], folder);
  const second = readConfigFiles([file], folder);
  expect(first.lines.map(({ keyword }) => keyword)).toEqual([
    'include',
    'user',
    'end of include',
    'port',
  ]);
  expect(second.stamp).toBe(first.stamp);
  expect(second.lines[1]).toBe(first.lines[1]);
  for (const [i, line] of second.lines.entries()) expect(line).toEqual(first.lines[i]);
  writeFileSync(included, 'User other\n');
  const third = readConfigFiles([file], folder);
  expect(third.stamp).not.toBe(first.stamp);
  expect(third.lines[1]?.words).toEqual(['other']);
  expect(third.lines[3]).toBe(first.lines[3]);
});

test('a file that includes itself comes to an end', () => {
  const file = path.join(keyFolder(), 'config');
  writeFileSync(file, `Include ${file}\nPort 1\n`);
  expect(readConfigFiles([file], '/').lines.length).toBeLessThan(100);
});

test('a pipe that nobody writes to is not waited for', () => {
  const pipe = path.join(keyFolder(), 'pipe');
  execFileSync('mkfifo', [pipe]);
  const file = path.join(keyFolder(), 'config');
  writeFileSync(file, `Include ${pipe}\nPort 1\n`);
  const { lines } = readConfigFiles([file, pipe], '/');
  expect(lines.map(({ keyword }) => keyword)).toEqual(['include', 'end of include', 'port']);
});
