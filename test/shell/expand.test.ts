import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { expandFor, needsExpansion, quoteForShell } from '../../src/shell/expand.ts';

const facts = {
  host: 'web01',
  index: 0,
  count: 3,
  vars: { role: 'a b', 'x.y': "it's", empty: '', rack: 'r1' },
  known: new Set(['role', 'x.y', 'empty', 'rack', 'zone']),
};

const hostile = [
  '',
  'a',
  "'",
  '"',
  `"$(reboot)"`,
  "'; exit 3; '",
  'a\nb',
  '`x`',
  '~',
  '*',
  '\\',
  '\\\\',
  'ends in \\',
  'ü €',
  ';rm -rf /',
  '!x',
  '-n',
  '#x',
  '=ls',
  '$HOME',
  '${HOME}',
  ')',
];

/** What `printf %s` of the typed word says in this shell, with `%{v}` standing for the value. */
function said(shell: string, word: string, value: string): string {
  const line = expandFor(`printf '<%s>' ${word}`, {
    ...facts,
    vars: { v: value },
  });
  return execFileSync(shell, ['-c', line], { encoding: 'utf8' });
}

describe('%{…} in a line', () => {
  it.each([
    ['echo %{host} %{index}/%{count}', 'echo web01 0/3'],
    ['echo %{role}', "echo 'a b'"],
    ['echo %{x.y}', `echo 'it'\\''s'`],
    ['[ -z %{empty} ]', "[ -z '' ]"],
    ['date +%h; stat -c %n x; printf "%%{}" ${x}', 'date +%h; stat -c %n x; printf "%%{}" ${x}'],
    ['echo `hostname` %{rack}', 'echo `hostname` r1'],
    ['cat <<X\n%{rack} %{host}\nX', 'cat <<X\nr1 web01\nX'],
  ])('%j becomes %j', (line, expanded) => {
    expect(expandFor(line, facts)).toBe(expanded);
  });

  it.each([
    "curl -so /dev/null -w '%{http_code}' localhost",
    "rpm -qa --qf '%{NAME} %{toString}\\n'",
    '%{rol}',
  ])('%j goes as typed: no host has such a variable', (line) => {
    expect(expandFor(line, facts)).toBe(line);
  });

  it('leaves a line without it alone', () => {
    expect(needsExpansion('date +%h %n %% ${HOME}')).toBe(false);
    expect(needsExpansion('echo %{host}')).toBe(true);
  });

  it('is refused where only other hosts have the variable', () => {
    expect(() => expandFor('rm -r /srv/%{zone}', facts)).toThrow(
      'web01 has no variable zone, other hosts have – set it under vars: in the inventory',
    );
  });

  it.each([
    'echo `echo %{role}`',
    'cat <<X\n%{role}\nX',
    'echo # %{role}',
    "echo $'%{role}'",
    'echo "${x:-"%{role}"}"',
    'echo \\%{role}',
    'echo $(case x in x) echo "%{role}";; esac)',
  ])('%j is refused: its value could be read as code there', (line) => {
    expect(() => expandFor(line, facts)).toThrow('the value of role on web01 needs quotes');
  });
});

describe.each(['sh', 'bash', 'zsh'])('a value in %s', (shell) => {
  it.each([
    '%{v}',
    '"%{v}"',
    "'%{v}'",
    `"it's" "%{v}"`,
    `"$(printf %s "x%{v}x")"`,
    `"$(printf %s 'x%{v}x')"`,
    `"$(printf %s x%{v}x)"`,
    `"a#'b" "%{v}"`,
    `\\" %{v}`,
    `x # it's "\nprintf '<%s>' %{v}`,
  ])('is given back as it is where %j stands', (word) => {
    const harmless = said(shell, word, 'VALUE');
    expect(harmless).toContain('VALUE');
    for (const value of hostile)
      expect(said(shell, word, value)).toBe(harmless.replace('VALUE', () => value));
  });
});

describe('a value', () => {
  it('stays bare only where it means nothing to a shell', () => {
    expect(['a-b.c:1', 'a=b', '~', ''].map(quoteForShell)).toEqual([
      'a-b.c:1',
      "'a=b'",
      "'~'",
      "''",
    ]);
  });
});
