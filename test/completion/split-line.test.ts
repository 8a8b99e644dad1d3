import { describe, expect, it } from 'vitest';
import { splitLine } from '../../src/completion/split-line.ts';

describe('the line before the cursor', () => {
  it.each<[string, readonly string[], string]>([
    ['tutti run @w', ['tutti', 'run'], '@w'],
    ['tutti run ', ['tutti', 'run'], ''],
    ['', [], ''],
    [`tutti run 'a b' "c d"`, ['tutti', 'run', 'a b'], 'c d'],
    [`tutti run 'web[01-03],w`, ['tutti', 'run'], 'web[01-03],w'],
    [String.raw`tutti run web\[01\],a\ b`, ['tutti', 'run'], 'web[01],a b'],
    [String.raw`tutti run "a\"b\c"`, ['tutti', 'run'], String.raw`a"b\c`],
    [String.raw`tutti run 'a\'b`, ['tutti', 'run'], String.raw`a\b`],
    [`tutti run '' @w`, ['tutti', 'run', ''], '@w'],
    ['tutti put @web a\\', ['tutti', 'put', '@web'], 'a\\'],
    ['LANG=C X= tutti @w', ['tutti'], '@w'],
    ['LANG=C ', [], ''],
  ])('%j is %j and %j', (text, words, current) => {
    expect(splitLine(text)).toMatchObject({ words, current });
  });

  it.each([
    [`tutti 'web`, "'"],
    [`tutti a"web`, '"'],
    [`tutti 'web'`, undefined],
    [`tutti 'a' we`, undefined],
  ])('%s has %s open', (text, quote) => {
    expect(splitLine(text).quote).toBe(quote);
  });
});
