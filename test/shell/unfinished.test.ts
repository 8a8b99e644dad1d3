import { spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { unfinished } from '../../src/shell/unfinished.ts';

const waiting: readonly (readonly [string, string])[] = [
  ["echo 'abc", "'"],
  ['echo "abc', '"'],
  ['echo "a $(date "+%s', '"'],
  ['echo `date', '`'],
  ["printf $'a\\'", "'"],
  ['echo a \\', '\\'],
  ['cat <<EOF', '<<EOF'],
  ['cat >f <<-"E F"\na\n', '<<E F'],
  ['cat <<A <<B\n1\nA\n2', '<<B'],
  ['cat <<EOF | sort', '<<EOF'],
  ['ls |', '|'],
  ['true &&', '&&'],
  ['false ||\n', '||'],
  ['for i in 1 2; do', 'done'],
  ['for i in 1 2\ndo echo $i', 'done'],
  ['while read x; do if a; then b', 'fi'],
  ['if a; then b; fi; case $x in', 'esac'],
  ['case $x in a) b ;; (c) d', 'esac'],
  ['f() {', '}'],
  ['f()\n{ echo a', '}'],
  ['(cd /tmp; ls', ')'],
  ['x=$(ls', ')'],
  ['a=(1 2', ')'],
  ['echo ${x:-a', '}'],
  ['if a; then echo "$(for i in 1; do echo', 'done'],
];

const whole: readonly string[] = [
  '',
  'uptime',
  "echo it\\'s",
  'echo \'a\' "b" `c` $(d)',
  'echo "it\'s" # don\'t',
  "echo a#b '#'",
  'echo $#; echo ${#x}; echo "${x#a}"',
  'cat <<EOF\na\nEOF',
  "cat <<EOF\nit's\nEOF\necho b",
  "cat <<'EOF'\n$(\nEOF",
  'cat <<-EOF\n\ta\n\tEOF',
  'cat <<< "a"; cat <<<b',
  'echo $((1<<2)); ((x=1<<3))',
  'sleep 9 & sleep 1',
  'ls >/dev/null 2>&1; ls &>f; ls >|f',
  'for i in 1 2; do echo $i; done',
  'for i in if do case; do echo done; done',
  'echo if then do {',
  'while :; do break; done | cat',
  'if a; then b; elif c; then d; else e; fi',
  'case $x in a|b) c ;; *) d ;; esac',
  'case $x in (a) if b; then c; fi ;; esac; echo e',
  'case x in x) echo a;; esac',
  'f() { echo a; }; f',
  'function f { echo a; }',
  '{ a; b; } | c && (d; e)',
  '[[ a && b || c =~ ^(x|y)$ ]] && echo z',
  'a=(1 2); echo ${a[0]}',
  "find . -name '*.c' \\( -type f -o -type l \\) -exec rm {} \\;",
  'find . -exec rm {} +',
  "awk '{ print $1 }' f",
  "echo $'it\\'s'",
  'echo "${x:-"}"}"',
  'echo ${x//(/_} "${x//)/_}" ${x#<}',
  'FOO=1 if=2 make',
  'echo a\\\nb',
  'diff <(a) <(b)',
  'x=`echo \\`date\\``',
];

/** No further line makes them right: the hosts' shell says so. */
const wrong = ['fi', 'echo a)', 'done', 'if a; then b; done', '} ;', 'esac'];

describe('a command', () => {
  test.each(waiting)('%j waits for %s', (command, closer) => {
    expect(unfinished(command)).toBe(closer);
  });

  test.each([...whole, ...wrong])('%j waits for nothing', (command) => {
    expect(unfinished(command)).toBeUndefined();
  });
});

const bash = (command: string) => spawnSync('bash', ['-n'], { input: command, encoding: 'utf8' });
const noEnd = /unexpected EOF|unexpected end of file|delimited by end-of-file/;

describe.skipIf(bash('').status !== 0)('bash says so too', () => {
  test.each(waiting.filter(([, closer]) => closer !== '\\'))('%j', (command) => {
    expect(bash(`${command}\n`).stderr).toMatch(noEnd);
  });

  test.each(whole)('%j', (command) => {
    expect(bash(`${command}\n`).stderr).not.toMatch(noEnd);
  });
});
