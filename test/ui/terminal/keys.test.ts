import { describe, expect, it } from 'vitest';
import { keysFor, untilLeave } from '../../../src/ui/terminal/keys.ts';

const plain = { applicationCursorKeysMode: false, bracketedPasteMode: false };
const keys = (text: string, modes = plain) => keysFor(Buffer.from(text), modes).toString();

describe('keys for a program on a terminal', () => {
  it('pass as they are, letters of any script and control keys too', () => {
    expect(keys('ls -l\r\x03\x1b[15~äß🙂')).toBe('ls -l\r\x03\x1b[15~äß🙂');
  });

  it('are application keys where it has asked for them', () => {
    const modes = { ...plain, applicationCursorKeysMode: true };
    expect(keys('\x1b[A\x1b[B\x1b[1;5C\x1b[H', modes)).toBe('\x1bOA\x1bOB\x1b[1;5C\x1bOH');
    expect(keys('\x1b[A')).toBe('\x1b[A');
  });

  it('have marks around a paste only where it knows them', () => {
    const pasted = '\x1b[200~two\nlines\x1b[201~';
    expect(keys(pasted)).toBe('two\nlines');
    expect(keys(pasted, { ...plain, bracketedPasteMode: true })).toBe(pasted);
  });
});

describe('Ctrl-]', () => {
  it('ends what is for the program; what follows is for us', () => {
    const { typed, rest } = untilLeave(Buffer.from('abc\x1dm'));
    expect([typed.toString(), rest?.toString()]).toEqual(['abc', 'm']);
  });

  it('is missed where it is not', () => {
    expect(untilLeave(Buffer.from('abc'))).toEqual({ typed: Buffer.from('abc') });
  });
});
