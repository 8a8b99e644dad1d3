import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { expandFor, needsExpansion, quoteForShell } from '../../src/shell/expand.ts';

const facts = {
  host: 'web01',
  index: 0,
  count: 3,
  vars: { role: 'a b', 'x.y': "it's", empty: '' },
};

describe('%{…} in a line', () => {
  it.each([
    ['echo %{host} %{index}/%{count}', 'echo web01 0/3'],
    ['echo %{role}', "echo 'a b'"],
    ['echo %{x.y}', `echo 'it'\\''s'`],
    ['[ -z %{empty} ]', "[ -z '' ]"],
    ['date +%h; stat -c %n x; printf "%%{}" ${x}', 'date +%h; stat -c %n x; printf "%%{}" ${x}'],
  ])('%j becomes %j', (line, expanded) => {
    expect(expandFor(line, facts)).toBe(expanded);
  });

  it('leaves a line without it alone', () => {
    expect(needsExpansion('date +%h %n %% ${HOME}')).toBe(false);
    expect(needsExpansion('echo %{host}')).toBe(true);
  });

  it.each([
    ['echo %{rol}', 'web01 has no variable rol – did you mean %{role}?'],
    ['echo %{zzzzzz}', 'web01 has no variable zzzzzz – set it under vars: in the inventory'],
    ['echo %{toString}', 'web01 has no variable toString'],
  ])('%j is refused', (line, message) => {
    expect(() => expandFor(line, facts)).toThrow(message);
  });

  it('quotes so that a shell gives back the very value', () => {
    for (const value of [
      '',
      'a',
      "'",
      `"$(reboot)"`,
      'a\nb',
      '`x`',
      '~',
      '*',
      '\\',
      'ü €',
      ';rm -rf /',
      '!x',
      '-n',
    ]) {
      const said = execFileSync('sh', ['-c', `printf %s ${quoteForShell(value)}`], {
        encoding: 'utf8',
      });
      expect(said).toBe(value);
    }
  });
});
