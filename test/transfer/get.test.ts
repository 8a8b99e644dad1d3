import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Get, TransferOptions } from '../../src/domain/transfer.ts';
import { hasSftpServer, localHost, localHostAt } from '../support/sftp-place.ts';
import { localFolder, transferring, writeBelow } from '../support/transferring.ts';

let local: string;
let remote: string;
let connection: ReturnType<typeof localHost>['connection'];
beforeEach(() => {
  local = localFolder();
  ({ connection, folder: remote } = localHost());
});

const there = (name: string, content?: string | Uint8Array): string =>
  writeBelow(remote, name, content);
const here = (name: string): string => path.join(local, 'web01', name);
const text = (name: string): string => readFileSync(here(name), 'utf8');

const get = (
  sources: string[],
  options: TransferOptions = {},
  change?: Parameters<typeof transferring>[2],
) => {
  const transfer: Get = { kind: 'get', sources, destination: local, options };
  return transferring(transfer, connection, change);
};

describe.skipIf(!hasSftpServer)('a get', () => {
  it('copies files into a folder of the host’s name, with mode and time', async () => {
    const file = there('a.conf', 'x');
    chmodSync(file, 0o751);
    utimesSync(file, 1000, 2000);
    const { facts, said } = await get([file, 'a.conf']);
    expect(facts).toEqual({ transferred: 1, bytes: 1, unchanged: 0, skipped: 0, failed: 0 });
    expect(said).toEqual(['a.conf  1 B']);
    expect(text('a.conf')).toBe('x');
    expect(statSync(here('a.conf')).mtimeMs).toBe(2_000_000);
    expect(statSync(here('a.conf')).mode & 0o7777).toBe(0o751 & ~process.umask());
    expect(readdirSync(here('.'))).toEqual(['a.conf']);
  });

  it('copies trees, with empty files and folders and any name', async () => {
    const names = [
      't/empty',
      't/with space',
      "t/it's $(x)",
      't/-dash',
      't/new\nline',
      't/ünï🙂',
      't/sub/x',
    ];
    for (const name of names) there(name, name === 't/empty' ? '' : name);
    mkdirSync(path.join(remote, 't/none'));
    utimesSync(path.join(remote, 't/none'), 1000, 3000);
    const { facts, warned } = await get(['t']);
    expect(warned).toEqual([]);
    expect(facts).toMatchObject({ transferred: names.length });
    for (const name of names.slice(1)) expect(text(name)).toBe(name);
    expect(statSync(here('t/none')).mtimeMs).toBe(3_000_000);
  });

  it.each([
    ['*.conf', ['a.conf', 'b.conf']],
    ['?.conf', ['a.conf', 'b.conf']],
    ['[!a].*', ['b.conf', 'c.log']],
    ['d/*/x', ['x']],
    ['.h*', ['.hidden']],
    ['\\*', ['*']],
  ])('finds what %s matches, as a shell does', async (pattern, names) => {
    for (const name of ['a.conf', 'b.conf', 'c.log', 'd/one/x', '.hidden', '*']) there(name);
    await get([pattern]);
    expect(readdirSync(here('.')).sort()).toEqual([...names].sort());
  });

  it('names what matches nothing or is not there', async () => {
    const { facts, warned } = await get(['*.conf', 'gone']);
    expect(facts).toMatchObject({ failed: 2 });
    expect(warned).toEqual([
      '*.conf: matches nothing there',
      `${remote}/gone: no such file or folder`,
    ]);
  });

  it('names two that would have one name', async () => {
    there('one/x', '1');
    there('two/x', '2');
    const { warned } = await get(['one/x', 'two/x']);
    expect(warned.join()).toContain('get them one after the other');
    expect(text('x')).toBe('1');
  });

  it('leaves links out and names them, or makes them anew inside, or follows them', async () => {
    there('t/file', 'f');
    symlinkSync('file', path.join(remote, 't/in'));
    symlinkSync('../../../etc/passwd', path.join(remote, 't/out'));
    symlinkSync('..', path.join(remote, 't/loop'));
    expect((await get(['t'])).facts).toMatchObject({ transferred: 1, skipped: 3 });
    const copied = await get(['t'], { links: 'copy' });
    expect(readlinkSync(here('t/in'))).toBe('file');
    expect(copied.warned.join()).toMatch(/out: is a link out of what is copied/);
    const followed = await get(['t/in', 't'], { links: 'follow', force: true });
    expect(text('in')).toBe('f');
    expect(followed.warned.join()).toContain('is a link into itself');
  });

  it('reads files that tell no size to their end', async () => {
    await get(['/proc/version']);
    expect(text('version')).toBe(readFileSync('/proc/version', 'utf8'));
  });

  it('skips what is the same by time or by content', async () => {
    const file = there('a', 'same');
    await get(['a']);
    expect((await get(['a'])).facts).toMatchObject({ transferred: 0, unchanged: 1 });
    writeFileSync(file, 'diff');
    expect((await get(['a'])).facts).toMatchObject({ transferred: 1 });
    expect(text('a')).toBe('diff');
  });

  it('only says what it would do, dry', async () => {
    for (const name of ['a', 'b']) there(name);
    await get(['a']);
    there('c', 'x');
    expect((await get(['a', 'b', 'c'], { dryRun: true })).said).toEqual([
      'a  same',
      'b  missing',
      'c  missing',
    ]);
    expect(existsSync(here('b'))).toBe(false);
  });

  it('takes no setuid bit over', async () => {
    chmodSync(there('tool', 'x'), 0o4755);
    await get(['tool']);
    expect(statSync(here('tool')).mode & 0o7000).toBe(0);
  });

  it('writes through no link that stands here', async () => {
    const outside = localFolder();
    mkdirSync(here('.'), { recursive: true });
    symlinkSync(outside, here('t'));
    there('t/x', 'evil');
    const { facts, warned } = await get(['t']);
    expect(facts).toMatchObject({ transferred: 0 });
    expect(warned.join()).toContain('is no folder of ours');
    expect(readdirSync(outside)).toEqual([]);
    symlinkSync(path.join(outside, 'file'), here('y'));
    there('y', 'evil');
    expect((await get(['y'])).facts).toMatchObject({ failed: 1 });
    expect(readdirSync(outside)).toEqual([]);
  });

  it('that is cut goes on from the proven beginning', async () => {
    const content = randomBytes(9 * 1024 * 1024);
    there('big', content);
    let once = true;
    const meanwhile = ({ bytes }: { bytes: number }) => {
      if (once && bytes > content.length / 2) connection.lose();
      once &&= bytes <= content.length / 2;
    };
    const cut = await get(['big'], {}, { meanwhile });
    expect(cut.error).toMatchObject({ kind: 'lost' });
    const [part = ''] = readdirSync(here('.'));
    const has = statSync(here(part)).size;
    expect(cut.warned.join()).toContain(part);
    connection = localHostAt(remote);
    const again = await get(['big']);
    expect(again.facts).toMatchObject({ transferred: 1 });
    expect(again.progress.some(({ bytes }) => bytes === has)).toBe(true);
    expect(readFileSync(here('big')).equals(content)).toBe(true);
    expect(readdirSync(here('.'))).toEqual(['big']);
  });

  it('stopped by the operator leaves nothing half', async () => {
    there('small', randomBytes(4 * 1024 * 1024));
    const stop = new AbortController();
    const meanwhile = ({ bytes }: { bytes: number }) => bytes > 100_000 && stop.abort();
    const { error } = await get(['small'], {}, { signal: stop.signal, meanwhile });
    expect(error).toBe(stop.signal.reason);
    expect(readdirSync(here('.'))).toEqual([]);
  });
});
