import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { splitWords } from '../../src/shell/split-words.ts';

const lines = [
  'a b  c',
  `-cmd "df -h" -h 'a b'`,
  `x'y z'"w v"u`,
  `"a\\"b" 'c\\d' e\\ f`,
  `'' "" x`,
  `"\\n \\$HOME \\\\"`,
  `tab\there`,
];

describe('words of a line', () => {
  it.each(lines)('%j is split as a shell splits it', (line) => {
    const shell = execFileSync('sh', ['-c', `printf '%s\\0' ${line}`], { encoding: 'utf8' });
    expect(splitWords(line)).toEqual(shell.split('\0').slice(0, -1));
  });

  it.each([`'open`, `"open`])('%j is refused', (line) => {
    expect(() => splitWords(line)).toThrow('never closed');
  });
});
