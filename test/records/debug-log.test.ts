import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { debugFolder, newDebugFile, openDebugFile } from '../../src/records/debug-file.ts';
import { DebugLog, type DebugLogOptions } from '../../src/records/debug-log.ts';

let base: string;
const umask = process.umask();

beforeEach(() => {
  base = mkdtempSync(path.join(tmpdir(), 'tutti-debug-'));
});
afterEach(() => {
  process.umask(umask);
  rmSync(base, { recursive: true });
});

const modeOf = (file: string): string => (statSync(file).mode & 0o777).toString(8);
const read = (file: string): string => readFileSync(file, 'utf8');
const linesOf = (file: string): string[] => read(file).trimEnd().split('\n');

function logTo(file: string, options: Partial<DebugLogOptions> = {}): DebugLog {
  const log = new DebugLog(file, { process: 'w-1', ...options });
  onTestFinished(() => log.close());
  return log;
}

describe('the file of a debug log', () => {
  it.each([0o000, 0o022, 0o777])('is its owner’s alone under umask %o', (mask) => {
    process.umask(mask);
    const file = newDebugFile(base, 'head');
    expect(modeOf(file)).toBe('600');
    expect(modeOf(debugFolder(base))).toBe('700');
  });

  it('of a name is made as private, in a folder that stays as it is', () => {
    chmodSync(base, 0o755);
    process.umask(0);
    expect(modeOf(openDebugFile(path.join(base, 'd.log'), 'head'))).toBe('600');
    expect(modeOf(base)).toBe('755');
  });

  it('goes on where there is such a log, which is narrowed', () => {
    const file = openDebugFile(path.join(base, 'd.log'), 'first');
    chmodSync(file, 0o644);
    openDebugFile(file, 'second');
    expect(linesOf(file)).toEqual(['tutti debug log: first', 'tutti debug log: second']);
    expect(modeOf(file)).toBe('600');
  });

  it.each(['d.log', 'd.log.1'])(
    'is refused where %s is any other file, which stays as it is',
    (name) => {
      const other = path.join(base, name);
      writeFileSync(other, 'version: 1\n', { mode: 0o644 });
      const file = path.join(base, 'd.log');
      expect(() => openDebugFile(file, 'head')).toThrow(
        `--debug: ${other} is there and no debug log of yours – name another file`,
      );
      expect(read(other)).toBe('version: 1\n');
      expect(modeOf(other)).toBe('644');
    },
  );

  it('is refused for a link, a folder, and where there is none', () => {
    const link = path.join(base, 'link');
    symlinkSync(path.join(base, 'elsewhere'), link);
    expect(() => openDebugFile(link, 'head')).toThrow(
      'it is a link – name another file: --debug=FILE',
    );
    expect(() => openDebugFile(base, 'head')).toThrow('is a folder – name a file in it');
    const nowhere = path.join(base, 'none', 'd.log');
    expect(() => openDebugFile(nowhere, 'head')).toThrow(
      'there is no such folder – name another file: --debug=FILE',
    );
    expect(readdirSync(base)).toEqual(['link']);
    expect(() => newDebugFile('/proc/none', 'head')).toThrow(
      /^no debug log can be written to \/proc\/none\/debug\/.*: there is no such folder – name another/,
    );
  });

  it('of an earlier start stays while it is one of the newest, or of a tutti that runs', () => {
    const folder = debugFolder(base);
    mkdirSync(folder, { recursive: true });
    const nobody = 2 ** 22 + 1; // above pid_max (proc(5))
    const names = Array.from({ length: 14 }, (_, day) => {
      const pid = day === 0 ? process.pid : nobody;
      return `2026-01-${String(day + 1).padStart(2, '0')}T101010-${pid}.log`;
    });
    for (const name of [...names, `${names[1]}.1`, 'notes.txt']) {
      writeFileSync(path.join(folder, name), 'tutti debug log');
    }
    const made = path.basename(newDebugFile(base, 'head', new Date('2026-11-21T10:10:10Z')));
    const left = readdirSync(folder).sort();
    expect(left).toEqual([names[0], ...names.slice(5), made, 'notes.txt']);
  });
});

describe('a line of the debug log', () => {
  it('has the time, the process, the host and the event, and nothing that a terminal acts on', () => {
    const file = openDebugFile(path.join(base, 'd.log'), 'head');
    const log = logTo(file);
    log.write('web01', 'ssh: \x1b]0;title\x07\r\nforged \x9b2J\u202e');
    log.write(undefined, 'of none');
    const [, first = '', second] = linesOf(file);
    expect(first).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z w-1 web01 ssh: /);
    expect(first.slice(25)).toBe('w-1 web01 ssh: ^[]0;title^G^M^Jforged \\x9b2J\\u202e');
    expect(second?.slice(25)).toBe('w-1 - of none');
  });

  it('is cut where a host says too much', () => {
    const file = openDebugFile(path.join(base, 'd.log'), 'head');
    logTo(file).write('web01', 'x'.repeat(100_000));
    expect(linesOf(file)[1]).toMatch(/x… \(98000 more\)$/);
  });

  it('has no secret that the process was given, though a host says it again', () => {
    const file = openDebugFile(path.join(base, 'd.log'), 'head');
    const log = logTo(file);
    log.hide(['hunter2hunter2', 'tab\there it is', '-----BEGIN\nkeykeykey\n', 'abc']);
    log.write('a', 'no such user: hunter2hunter2, or hunter2hunter2');
    log.write('a', 'tab\there it is');
    log.write('a', 'keykeykey of abc');
    const said = linesOf(file).map((line) => line.split(' a ')[1]);
    expect(said.slice(1)).toEqual([
      'no such user: [secret], or [secret]',
      '[secret]',
      '[secret] of abc',
    ]);
  });
});

describe('a debug log that is full', () => {
  const part = 4096;

  it('goes on anew, with the part before it beside it, and takes no more than these', () => {
    const file = openDebugFile(path.join(base, 'd.log'), 'head');
    const log = logTo(file, { turns: true, part });
    for (let count = 0; count < 1000; count++) log.write('web01', `event ${count} of many`);
    expect(readdirSync(base).sort()).toEqual(['d.log', 'd.log.1']);
    for (const name of ['d.log', 'd.log.1']) {
      expect(statSync(path.join(base, name)).size).toBeLessThan(part * 1.5);
      expect(modeOf(path.join(base, name))).toBe('600');
    }
    expect(linesOf(file)[0]).toBe(`tutti debug log, continued: what came before is in ${file}.1`);
    const numbers = [...linesOf(`${file}.1`), ...linesOf(file)].flatMap(
      (line) => / event (\d+) /.exec(line)?.[1] ?? [],
    );
    const first = Number(numbers[0]);
    expect(numbers).toEqual(numbers.map((_, at) => String(first + at)));
    expect(numbers.at(-1)).toBe('999');
    // Of this start, and taken for a log the next time.
    expect(openDebugFile(file, 'again')).toBe(file);
  });

  it('is followed by the other processes, none of whose lines is torn', () => {
    const file = openDebugFile(path.join(base, 'd.log'), 'head');
    const first = logTo(file, { turns: true, part });
    const second = logTo(file, { process: 'w-2', part });
    for (let count = 0; count < 400; count++) {
      first.write('a', `first ${count}`);
      second.write('b', `second ${count}`);
    }
    const last = linesOf(file).slice(-2);
    expect(last[0]).toMatch(/ w-1 a first 399$/);
    expect(last[1]).toMatch(/ w-2 b second 399$/);
    for (const line of [...linesOf(file), ...linesOf(`${file}.1`)]) {
      expect(line).toMatch(/^(?:tutti debug log|\S+Z w-1 a first \d+$|\S+Z w-2 b second \d+$)/);
    }
  });

  it('ends where nobody begins it anew', () => {
    const file = openDebugFile(path.join(base, 'd.log'), 'head');
    const log = logTo(file, { part });
    for (let count = 0; count < 2000; count++) log.write('a', `event ${count}`);
    expect(statSync(file).size).toBeLessThan(part * 2.5);
  });

  it('does not write over what somebody has put beside it', () => {
    const file = openDebugFile(path.join(base, 'd.log'), 'head');
    const log = logTo(file, { turns: true, part });
    mkdirSync(`${file}.1`);
    for (let count = 0; count < 2000; count++) log.write('a', `event ${count}`);
    expect(statSync(file).size).toBeLessThan(part * 2.5);
    expect(statSync(`${file}.1`).isDirectory()).toBe(true);
  });
});
