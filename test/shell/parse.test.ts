import { describe, expect, it } from 'vitest';
import { parseLine, targetEnd } from '../../src/shell/parse.ts';

const lines: [string, ReturnType<typeof parseLine>][] = [
  ['', { kind: 'empty' }],
  ['   ', { kind: 'empty' }],
  ['uptime', { kind: 'command', command: 'uptime' }],
  ['  uptime ', { kind: 'command', command: '  uptime ' }],
  ['@web', { kind: 'target', target: 'web' }],
  ['@web[01-04,07],db!web02', { kind: 'target', target: 'web[01-04,07],db!web02' }],
  ['@web uptime', { kind: 'command', command: 'uptime', target: 'web' }],
  ['@web[1, 2] df -h', { kind: 'command', command: 'df -h', target: 'web[1, 2]' }],
  ['@web[1 df -h', { kind: 'command', command: 'df -h', target: 'web[1' }],
  [' @web ', { kind: 'target', target: 'web' }],
  ['@web ls a\\ ', { kind: 'command', command: 'ls a\\ ', target: 'web' }],
  ['@web!web03 # why\nls', { kind: 'command', command: '# why\nls', target: 'web!web03' }],
  ['@* ls', { kind: 'command', command: 'ls', target: '*' }],
  ['@-', { kind: 'back' }],
  [':help', { kind: 'builtin', name: 'help', args: '' }],
  [':runs  3 ', { kind: 'builtin', name: 'runs', args: '3' }],
  [':', { kind: 'command', command: ':' }],
  [': ignored', { kind: 'command', command: ': ignored' }],
  ['::x', { kind: 'command', command: '::x' }],
  ['!ls -l', { kind: 'local', command: 'ls -l' }],
  ['echo "@web"; :', { kind: 'command', command: 'echo "@web"; :' }],
  ['cat <<X\n@web\nX', { kind: 'command', command: 'cat <<X\n@web\nX' }],
  [
    'batch_run -h h1,h2,h3 -g web_clusters,db_servers -cmd "df -h"',
    {
      kind: 'batch',
      tool: 'batch_run',
      argv: ['-h', 'h1,h2,h3', '-g', 'web_clusters,db_servers', '-cmd', 'df -h'],
    },
  ],
  ['batch_runner', { kind: 'command', command: 'batch_runner' }],
];

describe('a typed line', () => {
  it.each(lines)('%j is understood', (text, line) => {
    expect(parseLine(text)).toEqual(line);
  });

  it.each([
    ['@', 'a target is missing after @ – write @web or press Tab'],
    ['@ ls', 'a target is missing after @ – write @web or press Tab'],
    ['!', 'a command is missing after ! – write !ls'],
    ['echo a\0b', 'the line holds a NUL byte, which no shell can read – remove it'],
    ['batch_run -cmd "df', 'the " at column 16 is never closed – add the other one'],
  ])('%j is refused with what to write', (text, message) => {
    expect(() => parseLine(text)).toThrow(message);
  });

  it('ends its target at white space outside brackets', () => {
    expect(targetEnd('web[1, 2],db ls')).toBe(12);
    expect(targetEnd('web')).toBe(3);
  });
});
