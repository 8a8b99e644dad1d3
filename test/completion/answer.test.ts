import { describe, expect, it } from 'vitest';
import { answerText } from '../../src/completion/answer.ts';
import { splitLine } from '../../src/completion/split-line.ts';

const words = (...all: string[]) =>
  ({ kind: 'words', words: all.map((word) => ({ word, detail: 'd' })) }) as const;

describe('the answer to bash', () => {
  it.each<[line: string, replaced: string, word: string, written: string]>([
    ['tutti @we', '@we', '@web', '@web'],
    ['tutti @we', 'we', '@web', 'web'],
    ['tutti run --color=ne', 'ne', '--color=never', 'never'],
    ['tutti run --color=', '', '--color=never', 'never'],
    ['tutti @racks:r', 'r', '@racks:r1', 'r1'],
    ['tutti @web,d', '@web,d', '@web,db', '@web,db'],
    [
      String.raw`tutti web\[01\],d`,
      String.raw`web\[01\],d`,
      'web[01],db',
      String.raw`web\[01\],db`,
    ],
    ["tutti 'web[01],d", 'web[01],d', 'web[01],db', 'web[01],db'],
    ["tutti 'web[01]',d", "'web[01]',d", 'web[01],db', String.raw`web\[01\],db`],
    ['tutti @a!b', '@a!b', '@a!bc', String.raw`@a\!bc`],
    ['tutti ', '', 'a b', String.raw`a\ b`],
  ])('%j, of which it replaces %j, becomes %j by %j', (line, replaced, word, written) => {
    expect(answerText('bash', words(word), splitLine(line), replaced)).toBe(`words\n${written}\n`);
  });

  it('is empty where it would replace what is not the end of the word', () => {
    expect(answerText('bash', words('@web'), splitLine('tutti @we'), 'xx')).toBe('words\n');
  });
});

describe('the answer', () => {
  it('to zsh and fish has what is said beside a word behind a tab', () => {
    const line = splitLine('tutti @');
    for (const shell of ['zsh', 'fish'] as const) {
      expect(answerText(shell, words('@a', '@b'), line)).toBe('words\n@a\td\n@b\td\n');
    }
  });

  it('is the kind alone where the shell knows better', () => {
    expect(answerText('zsh', { kind: 'files' }, splitLine('tutti '))).toBe('files\n');
    expect(answerText('bash', { kind: 'commands' }, splitLine('tutti '), '')).toBe('commands\n');
  });

  it('has no word that could move a terminal', () => {
    const hostile = words('a\x1b[2J', 'b\nc', 'd\te', 'f\x9b', 'plain');
    expect(answerText('fish', hostile, splitLine('tutti '))).toBe('words\nplain\td\n');
  });
});
