import {
  chmodSync,
  chownSync,
  closeSync,
  constants,
  lchownSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { appendHistory, historyFile } from '../../src/records/history-file.ts';
import { openPrivate } from '../../src/records/private-files.ts';
import { RecordWriter } from '../../src/records/record-writer.ts';
import { openStateDirectory, stateDirectory } from '../../src/records/state-directory.ts';

let base: string;
let state: string;
const umask = process.umask();
const root = process.getuid?.() === 0;
const nobody = 65534;

beforeEach(() => {
  base = mkdtempSync(path.join(tmpdir(), 'tutti-state-'));
  state = path.join(base, 'tutti');
});
afterEach(() => {
  process.umask(umask);
  rmSync(base, { recursive: true });
});

const modeOf = (file: string): string => (statSync(file).mode & 0o777).toString(8);
const open = () => openStateDirectory({ XDG_STATE_HOME: base });
const entry = { time: 1, line: 'uptime', target: 'web' };
const quiet = { drained() {}, broken() {} };

describe('the state directory', () => {
  it.each([
    [{ XDG_STATE_HOME: '/x/state' }, /^\/x\/state\/tutti$/],
    [{ XDG_STATE_HOME: 'relative' }, /^\/.*\/\.local\/state\/tutti$/],
    [{ XDG_STATE_HOME: '' }, /^\/.*\/\.local\/state\/tutti$/],
    [{}, /^\/.*\/\.local\/state\/tutti$/],
  ])('with %j is %s: a relative path is none (XDG)', (env, expected) => {
    expect(stateDirectory(env)).toMatch(expected);
  });

  it.each(['755', '750', '711', '500'])('of mode %s becomes its owner’s alone', (mode) => {
    mkdirSync(state);
    chmodSync(state, Number.parseInt(mode, 8));
    expect(open()).toBe(state);
    expect(modeOf(state)).toBe('700');
  });

  it.each(['777', '770', '702'])('of mode %s is refused: others may have written in it', (mode) => {
    mkdirSync(state);
    chmodSync(state, Number.parseInt(mode, 8));
    expect(open).toThrow(
      `others may write ${state} (mode ${mode}), so what is in it need not be yours – look at it, then run: chmod 700 ${state}`,
    );
    expect(modeOf(state)).toBe(mode);
  });

  it.runIf(root)('of another user is refused, a link of another user too', () => {
    mkdirSync(state, { mode: 0o700 });
    chownSync(state, nobody, nobody);
    expect(open).toThrow(
      `${state} belongs to another user (uid ${nobody}, you are 0) – set XDG_STATE_HOME to a folder of your own`,
    );
    chownSync(state, 0, 0);
    const link = path.join(base, 'link');
    mkdirSync(link);
    symlinkSync(state, path.join(link, 'tutti'));
    const linked = () => openStateDirectory({ XDG_STATE_HOME: link });
    expect(linked()).toBe(path.join(link, 'tutti'));
    lchownSync(path.join(link, 'tutti'), nobody, nobody);
    expect(linked).toThrow('belongs to another user');
  });

  it('where no folder can be made is no reason to hang, or to stop', () => {
    expect(openStateDirectory({ XDG_STATE_HOME: '/proc/none' })).toBe('/proc/none/tutti');
  });

  it('on a disk that cannot hold it is no reason to stop', () => {
    writeFileSync(path.join(base, 'file'), '');
    const under = path.join(base, 'file', 'deeper');
    expect(openStateDirectory({ XDG_STATE_HOME: under })).toBe(path.join(under, 'tutti'));
  });
});

describe('what is kept', () => {
  it.each([0o000, 0o022, 0o077, 0o027])('is its owner’s alone under umask %i', async (mask) => {
    process.umask(mask);
    const history = historyFile(state);
    appendHistory(history, entry);
    const record = new RecordWriter(path.join(state, 'runs', 'a', '1', 'w.rec'), quiet);
    await record.close();
    for (const file of [history, record.file]) expect(modeOf(file)).toBe('600');
    for (const folder of ['', 'runs', 'runs/a', 'runs/a/1']) {
      expect(modeOf(path.join(state, folder))).toBe('700');
    }
  });

  it('is narrowed before a byte is added, where it was wider', () => {
    mkdirSync(state, { mode: 0o755 });
    const history = historyFile(state);
    writeFileSync(history, '', { mode: 0o644 });
    chmodSync(history, 0o666);
    const file = openPrivate(history, constants.O_WRONLY);
    expect(modeOf(history)).toBe('600');
    expect(modeOf(state)).toBe('700');
    closeSync(file);
    appendHistory(history, entry);
    expect(readFileSync(history, 'utf8')).toContain('"uptime"');
  });

  it.runIf(root)('is not written into a file of another user', () => {
    const history = historyFile(state);
    appendHistory(history, entry);
    const before = readFileSync(history, 'utf8');
    chownSync(history, nobody, nobody);
    expect(() => appendHistory(history, entry)).toThrow('belongs to another user');
    expect(readFileSync(history, 'utf8')).toBe(before);
  });
});
