import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Put, TransferOptions } from '../../src/domain/transfer.ts';
import { hasSftpServer, localHost, localHostAt } from '../support/sftp-place.ts';
import { localFolder, transferring, writeBelow } from '../support/transferring.ts';

let local: string;
let remote: string;
let connection: ReturnType<typeof localHost>['connection'];
beforeEach(() => {
  local = localFolder();
  ({ connection, folder: remote } = localHost());
});

const here = (name: string, content?: string | Uint8Array): string =>
  writeBelow(local, name, content);
const there = (name: string): string => path.join(remote, name);
const text = (name: string): string => readFileSync(there(name), 'utf8');

const putOf = (sources: string[], destination: string, options: TransferOptions = {}): Put => ({
  kind: 'put',
  sources,
  destination,
  options,
});
const put = (
  sources: string[],
  destination: string,
  options?: TransferOptions,
  change?: Parameters<typeof transferring>[2],
) => transferring(putOf(sources, destination, options), connection, change);

const large = 9 * 1024 * 1024;

describe.skipIf(!hasSftpServer)('a put', () => {
  it('copies a file into a folder, with its mode and time', async () => {
    const file = here('a.conf', 'x');
    chmodSync(file, 0o751);
    utimesSync(file, 1000, 2000);
    const { facts, said } = await put([file], `${remote}/`);
    expect(facts).toEqual({ transferred: 1, bytes: 1, unchanged: 0, skipped: 0, failed: 0 });
    expect(said).toEqual([`${remote}/a.conf  1 B`]);
    const { mode, mtimeMs } = statSync(there('a.conf'));
    expect([mode & 0o7777, mtimeMs]).toEqual([0o751, 2_000_000]);
    expect(readdirSync(remote)).toEqual(['a.conf']);
  });

  it.each([
    ['a folder that is there', 'd', 'd/a.conf'],
    ['a folder with its slash', 'd/', 'd/a.conf'],
    ['a new name', 'd/b.conf', 'd/b.conf'],
    ['a path from where the login starts', './d/c.conf', 'd/c.conf'],
    ['~', '~/d', 'd/a.conf'],
  ])('goes to %s, as scp does', async (_, destination, name) => {
    mkdirSync(there('d'));
    expect((await put([here('a.conf')], destination)).warned).toEqual([]);
    expect(text(name)).toBe('a.conf\n');
  });

  it('begins a relative path where the shell is', async () => {
    mkdirSync(there('work'));
    await put([here('a')], 'b', {}, { cwd: there('work') });
    expect(text('work/b')).toBe('a\n');
  });

  it.each([
    ['gone/', 'there is no folder DIR/gone – create it first: mkdir -p DIR/gone'],
    ['gone/a', 'there is no folder DIR/gone – create it first: mkdir -p DIR/gone'],
    ['file/', 'DIR/file is no folder, and something is to go into it'],
  ])('to %s is refused with what to do', async (destination, message) => {
    writeFileSync(there('file'), '');
    const { error } = await put([here('a')], destination);
    expect(String(error)).toContain(message.replaceAll('DIR', remote));
  });

  it('copies trees, with empty files and folders and any name', async () => {
    const names = [
      't/empty',
      't/with space',
      't/it\'s "q" $(x)',
      't/-dash',
      't/new\nline',
      't/ünï🙂',
      't/sub/deep/x',
    ];
    for (const name of names) here(name, name === 't/empty' ? '' : name);
    mkdirSync(path.join(local, 't/none'));
    chmodSync(path.join(local, 't/sub'), 0o500);
    utimesSync(path.join(local, 't/none'), 1000, 3000);
    const { facts, warned } = await put([path.join(local, 't')], 'copy');
    expect(warned).toEqual([]);
    expect(facts).toMatchObject({ transferred: names.length, failed: 0 });
    for (const name of names.slice(1)) expect(text(name.replace('t/', 'copy/'))).toBe(name);
    expect(statSync(there('copy/empty')).size).toBe(0);
    expect(statSync(there('copy/sub')).mode & 0o777).toBe(0o500);
    expect(statSync(there('copy/none')).mtimeMs).toBe(3_000_000);
    chmodSync(path.join(local, 't/sub'), 0o700);
    chmodSync(there('copy/sub'), 0o700);
  });

  it('tells many files by their sum', async () => {
    for (let i = 0; i < 30; i += 1) here(`many/${i}`, 'x');
    expect((await put([path.join(local, 'many')], '.')).said).toEqual(['many (1)  30 files, 30 B']);
    here('many/new', 'y');
    expect((await put([path.join(local, 'many')], '.')).said).toEqual([
      'many (1)  1 files, 1 B, 30 unchanged',
    ]);
  });

  it('leaves links out and names them, or makes them anew, or follows them', async () => {
    here('t/file', 'f');
    symlinkSync('file', path.join(local, 't/in'));
    symlinkSync('../../etc/passwd', path.join(local, 't/out'));
    symlinkSync('..', path.join(local, 't/loop'));
    const tree = path.join(local, 't');
    const skipped = await put([tree], 'one');
    expect(skipped.facts).toMatchObject({ transferred: 1, skipped: 3, failed: 0 });
    expect(skipped.warned.join('\n')).toContain('in: is a symbolic link: skipped');
    const copied = await put([tree], 'two', { links: 'copy' });
    expect(readlinkSync(there('two/in'))).toBe('file');
    expect(copied.warned.join('\n')).toMatch(/out: is a link out of what is copied/);
    expect(existsSync(there('two/out'))).toBe(false);
    const followed = await put([tree], 'three', { links: 'follow' });
    expect(text('three/in')).toBe('f');
    expect(followed.warned.join('\n')).toContain('is a link into itself');
  });

  it('skips what is the same by time or by content, unless it is forced', async () => {
    const file = here('a', 'same');
    await put([file], 'a');
    expect((await put([file], 'a')).facts).toMatchObject({ transferred: 0, unchanged: 1 });
    utimesSync(file, 5000, 5000);
    expect((await put([file], 'a')).facts).toMatchObject({ transferred: 0, unchanged: 1 });
    writeFileSync(file, 'diff');
    expect((await put([file], 'a')).facts).toMatchObject({ transferred: 1, unchanged: 0 });
    expect((await put([file], 'a', { force: true })).facts).toMatchObject({ transferred: 1 });
  });

  it('says so where only the mode is another, and sets it', async () => {
    const file = here('a');
    chmodSync(file, 0o644);
    utimesSync(file, 1000, 1000);
    await put([file], 'a', { mode: 0o600 });
    const dry = await put([file], 'a', { dryRun: true });
    expect(dry.said).toEqual(['a  same, but for its mode or owner']);
    expect((await put([file], 'a')).said).toEqual(['a  unchanged, but its mode or owner']);
    expect(statSync(there('a')).mode & 0o777).toBe(0o644);
    expect((await put([file], 'a')).said).toEqual(['a  unchanged']);
  });

  it('fails for a device, a pipe or a socket that is named, and skips those in a folder', async () => {
    mkdirSync(path.join(local, 't'));
    execFileSync('mkfifo', [path.join(local, 't', 'pipe')]);
    const named = await put([path.join(local, 't', 'pipe')], `${remote}/`);
    expect(named.facts).toMatchObject({ failed: 1, skipped: 0 });
    const within = await put([path.join(local, 't')], `${remote}/`);
    expect(within.facts).toMatchObject({ failed: 0, skipped: 1 });
  });

  it('replaces what a link there leads to, not the link', async () => {
    writeFileSync(there('real'), 'old');
    symlinkSync('real', there('link'));
    await put([here('new')], 'link');
    expect(lstatSync(there('link')).isSymbolicLink()).toBe(true);
    expect(text('real')).toBe('new\n');
  });

  it('does not put a file where a folder is', async () => {
    mkdirSync(there('t/x'), { recursive: true });
    here('t/x', 'file');
    const { warned, facts } = await put([path.join(local, 't')], '.');
    expect(facts).toMatchObject({ failed: 1 });
    expect(warned).toEqual(['./t/x: is a folder there – write another name']);
  });

  it('keeps what it replaces, and undo puts it back', async () => {
    writeFileSync(there('a'), 'old');
    const sources = [here('a'), here('b')];
    const backup = putOf(sources, `${remote}/`, { backup: 'f00d' });
    await transferring(backup, connection);
    expect([text('a'), text('a.tutti-f00d')]).toEqual(['a\n', 'old']);
    const { facts, said } = await transferring({ kind: 'undo', put: backup }, connection);
    expect(facts).toMatchObject({ transferred: 1, unchanged: 1 });
    expect(said).toEqual([
      `${remote}/a  put back`,
      `${remote}/b  no old file is kept: left as it is`,
    ]);
    expect([text('a'), text('b')]).toEqual(['old', 'b\n']);
    expect(readdirSync(remote).sort()).toEqual(['a', 'b']);
  });

  it('keeps what it replaces through a link, and undo puts it back when the local file is gone', async () => {
    writeFileSync(there('real'), 'old');
    symlinkSync('real', there('link'));
    const backup = putOf([here('new')], 'link', { backup: 'f00d' });
    await transferring(backup, connection);
    expect([text('link'), text('real.tutti-f00d')]).toEqual(['new\n', 'old']);
    rmSync(path.join(local, 'new'));
    const undo = { kind: 'undo', put: backup } as const;
    expect((await transferring(undo, connection)).facts).toMatchObject({ transferred: 1 });
    expect(text('link')).toBe('old');
    const again = await transferring(undo, connection);
    expect(again.said).toEqual([`${remote}/link  no old file is kept: left as it is`]);
    expect([text('link'), readdirSync(remote).sort()]).toEqual(['old', ['link', 'real']]);
  });

  it('keeps the oldest where two hosts of one put are the same machine', async () => {
    writeFileSync(there('a'), 'oldest');
    const backup = putOf([here('a')], `${remote}/`, { backup: 'f00d', force: true });
    await transferring(backup, connection);
    await transferring(backup, connection);
    expect([text('a'), text('a.tutti-f00d')]).toEqual(['a\n', 'oldest']);
  });

  it('tells of a name that the host does not take, and goes on', async () => {
    const longest = 'n'.repeat(255);
    writeFileSync(there(longest), 'old');
    const sources = [here(longest, 'content'), here('b')];
    const { facts, warned } = await put(sources, `${remote}/`, { backup: 'f00d' });
    expect(facts).toMatchObject({ transferred: 1, failed: 1 });
    expect(warned).toEqual([
      `${remote}/${longest}: the host does not take such a name – is it too long?`,
    ]);
    expect(text(longest)).toBe('old');
    expect(readdirSync(remote).sort()).toEqual(['b', longest]);
  });

  it('sets the mode and owner it is told', async () => {
    const uid = process.getuid?.() ?? 0;
    const names = { owner: String(uid), group: String(process.getgid?.() ?? 0) };
    expect((await put([here('a')], 'a', { mode: 0o604, ...names })).warned).toEqual([]);
    expect(statSync(there('a'))).toMatchObject({ uid });
    expect(statSync(there('a')).mode & 0o777).toBe(0o604);
    const { error } = await put([here('a')], 'b', { owner: 'nobody-of-this-name' });
    expect(String(error)).toContain('no user `nobody-of-this-name` there');
  });

  it('only says what it would do, dry', async () => {
    writeFileSync(there('b'), 'other');
    await put([here('a')], `${remote}/`);
    const files = [here('a'), here('b'), here('c')];
    const { said, facts } = await put(files, `${remote}/`, { dryRun: true });
    expect(said.map((line) => line.replace(`${remote}/`, ''))).toEqual([
      'a  same',
      'b  differs',
      'c  missing',
    ]);
    expect(facts).toMatchObject({ failed: 0, bytes: 0 });
    expect(readdirSync(remote).sort()).toEqual(['a', 'b']);
    expect(text('b')).toBe('other');
  });

  it('touches nothing, dry', async () => {
    mkdirSync(there('d'));
    utimesSync(there('d'), 1000, 1000);
    const { said } = await put([here('a')], `${remote}/d/`, { dryRun: true });
    expect(said).toEqual([`${remote}/d/a  missing`]);
    expect(statSync(there('d')).mtimeMs).toBe(1_000_000);
  });

  it.skipIf(!existsSync('/proc/version'))(
    'tells how much came of a file without a size',
    async () => {
      const { said, facts } = await put(['/proc/version'], 'version');
      const size = statSync(there('version')).size;
      expect(said).toEqual([`version  ${size} B`]);
      expect(facts).toMatchObject({ bytes: size });
    },
  );

  it('would make the folders that are not there, dry, and makes none', async () => {
    for (const name of ['t/a', 't/deep/er/b']) here(name);
    const { said, facts, warned } = await put([path.join(local, 't')], `${remote}/new`, {
      dryRun: true,
    });
    expect(said.map((line) => line.replace(`${remote}/`, ''))).toEqual([
      'new/a  missing',
      'new/deep/er/b  missing',
    ]);
    expect(warned).toEqual([]);
    expect(facts).toMatchObject({ failed: 0, bytes: 0 });
    expect(readdirSync(remote)).toEqual([]);
  });

  it('tells how far it is, to the last byte', async () => {
    const { progress } = await put([here('a', 'x'.repeat(100_000)), here('b', 'y')], '.');
    expect(progress.at(-1)).toEqual({
      bytes: 100_001,
      totalBytes: 100_001,
      files: 2,
      totalFiles: 2,
    });
  });

  it('names what it cannot read here, and goes on', async () => {
    here('t/good', 'x');
    const bad = Buffer.concat([Buffer.from(`${local}/t/`), Buffer.from([0xff, 0x61])]);
    writeFileSync(bad, 'x');
    const { facts, warned } = await put([path.join(local, 't')], '.');
    expect(facts).toMatchObject({ transferred: 1, failed: 1 });
    expect(warned.join()).toContain('its name is no UTF-8 (hex ff61)');
  });
});

describe.skipIf(!hasSftpServer)('a put that is cut', () => {
  const cutAt = (share: number) => {
    let done = false;
    return ({ bytes, totalBytes }: { bytes: number; totalBytes: number }) => {
      if (done || bytes < totalBytes * share) return;
      done = true;
      connection.lose();
    };
  };

  it.each([0.1, 0.5, 0.99])(
    'at %d leaves the old file, whole, and the next goes on',
    async (share) => {
      const content = randomBytes(large);
      const file = here('big', content);
      writeFileSync(there('big'), 'old');
      const cut = await put([file], 'big', {}, { meanwhile: cutAt(share) });
      expect(cut.error).toMatchObject({ kind: 'lost' });
      expect(text('big')).toBe('old');
      const part = readdirSync(remote).find((name) => name.endsWith('.part')) ?? '';
      expect(cut.warned.join()).toContain(part);
      await connection.killAll();
      const has = statSync(there(part)).size;
      connection = localHostAt(remote);
      const again = await put([file], 'big');
      expect(again.facts).toMatchObject({ transferred: 1, failed: 0 });
      expect(readFileSync(there('big')).equals(content)).toBe(true);
      expect(readdirSync(remote)).toEqual(['big']);
      // what was there is not sent again: the first step of its progress is as large
      const steps = again.progress.map(({ bytes }) => bytes);
      expect(steps.some((bytes) => bytes === has)).toBe(true);
    },
  );

  it('does not go on from a part that is not its beginning', async () => {
    const content = randomBytes(large);
    const file = here('big', content);
    await put([file], 'big', {}, { meanwhile: cutAt(0.5) });
    const part = there(readdirSync(remote).find((name) => name.endsWith('.part')) ?? '');
    const spoilt = readFileSync(part);
    spoilt[0] = (spoilt[0] ?? 0) ^ 1;
    writeFileSync(part, spoilt);
    connection = localHostAt(remote);
    expect((await put([file], 'big')).facts).toMatchObject({ transferred: 1 });
    expect(readFileSync(there('big')).equals(content)).toBe(true);
  });

  it('by the operator leaves nothing of a small file', async () => {
    const file = here('small', randomBytes(4 * 1024 * 1024));
    const stop = new AbortController();
    const meanwhile = ({ bytes }: { bytes: number }) => bytes > 100_000 && stop.abort();
    const { error } = await put([file], 'small', {}, { signal: stop.signal, meanwhile });
    expect(error).toBe(stop.signal.reason);
    expect(readdirSync(remote)).toEqual([]);
  });

  it('fails when the local file changes meanwhile, and leaves nothing', async () => {
    const file = here('log', randomBytes(2 * 1024 * 1024));
    let once = true;
    const meanwhile = ({ bytes }: { bytes: number }) => {
      if (once && bytes > 0) writeFileSync(file, 'now it is another', { flag: 'a' });
      once = bytes === 0;
    };
    const { facts, warned } = await put([file], 'log', {}, { meanwhile });
    expect(facts).toMatchObject({ failed: 1 });
    expect(warned.join()).toMatch(/changed while it was copied|not what was sent/);
    expect(readdirSync(remote)).toEqual([]);
  });
});
