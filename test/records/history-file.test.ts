import { spawn } from 'node:child_process';
import { appendFileSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { appendHistory, historyFile, readHistory } from '../../src/records/history-file.ts';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'tutti-history-'));
  file = historyFile(path.join(folder, 'state'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const entry = (line: string) => ({ time: 1, line, target: 'web' });

describe('the history on disk', () => {
  it('gives back what was entered, the oldest first', () => {
    appendHistory(file, entry('one'));
    appendHistory(file, entry('two\nlines "quoted" ü'));
    expect(readHistory(file)).toEqual([entry('one'), entry('two\nlines "quoted" ü')]);
  });

  it('is readable by its owner only', () => {
    appendHistory(file, entry('one'));
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(statSync(path.dirname(file)).mode & 0o777).toBe(0o700);
  });

  it('keeps no line that begins with a blank, and no empty one', () => {
    appendHistory(file, entry(' secret'));
    appendHistory(file, entry('   '));
    expect(readHistory(file)).toEqual([]);
  });

  it('passes over what is no entry', () => {
    appendHistory(file, entry('one'));
    appendFileSync(file, 'garbage\n{"v":1}\n[]\nnull\n');
    appendHistory(file, entry('two'));
    expect(readHistory(file).map(({ line }) => line)).toEqual(['one', 'two']);
  });

  it('passes over a line with control characters, which nobody can have typed', () => {
    appendHistory(file, entry('one\x1b[2J'));
    appendHistory(file, entry('two'));
    expect(readHistory(file).map(({ line }) => line)).toEqual(['two']);
  });

  it('keeps what comes after a write that was cut short', () => {
    appendHistory(file, entry('one'));
    appendFileSync(file, '{"v":1,"time":1,"li');
    appendHistory(file, entry('two'));
    appendHistory(file, entry('three'));
    expect(readHistory(file).map(({ line }) => line)).toEqual(['one', 'two', 'three']);
  });

  it('reads no more than the end of a file that has grown large', () => {
    appendHistory(file, entry('first'));
    const long = entry('x'.repeat(99_990));
    for (let i = 0; i < 60; i++) appendHistory(file, long);
    appendHistory(file, entry('last'));
    const lines = readHistory(file).map(({ line }) => line);
    expect(lines.at(-1)).toBe('last');
    expect(lines.length).toBeGreaterThan(40);
    expect(lines.length).toBeLessThan(43);
  });

  it('reads the newest ten thousand', () => {
    appendHistory(file, entry('first'));
    appendFileSync(file, `${JSON.stringify(entry('x'))}\n`.repeat(12_000));
    const read = readHistory(file);
    expect(read).toHaveLength(10_000);
    expect(read.some(({ line }) => line === 'first')).toBe(false);
  });

  it('loses no line of two sessions that write at once', async () => {
    const source = path.join(import.meta.dirname, '../../src/records/history-file.ts');
    const script = `import { appendHistory } from ${JSON.stringify(source)};
      for (let i = 0; i < 500; i++) appendHistory(${JSON.stringify(file)}, { time: i, line: process.argv[1] + i, target: '' });`;
    await Promise.all(
      ['a', 'b'].map((name) => {
        const child = spawn(process.execPath, ['--input-type=module', '-e', script, name], {
          stdio: 'inherit',
        });
        return new Promise((resolve) => child.on('exit', resolve));
      }),
    );
    const lines = readHistory(file).map(({ line }) => line);
    expect(lines.filter((line) => line.startsWith('a'))).toEqual(
      Array.from({ length: 500 }, (_, i) => `a${i}`),
    );
    expect(lines.filter((line) => line.startsWith('b'))).toHaveLength(500);
  });
});
