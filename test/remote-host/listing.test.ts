import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ListingQuery } from '../../src/domain/listing.ts';
import { Lister } from '../../src/remote-host/listing.ts';
import { LocalTransport } from '../support/local-connection.ts';
import { hasShell } from '../support/typing-shell.ts';

let home: string;
const transports: LocalTransport[] = [];

beforeEach(() => {
  home = mkdtempSync(path.join(tmpdir(), 'tutti-listing-'));
});
afterEach(async () => {
  for (const transport of transports.splice(0)) await transport.cleanUp();
  rmSync(home, { recursive: true });
});

/** A lister whose shell is this one. */
async function lister(shell: string, programs = '/nowhere'): Promise<Lister> {
  const env = { PATH: `${home}/bin:${programs}:rel`, HOME: home, CDPATH: '/etc:/usr' };
  const transport = new LocalTransport({ env, cwd: '/' });
  transports.push(transport);
  const connection = await transport.connect();
  return new Lister(() => connection.exec(shell));
}

const shells = [
  ['dash', '/bin/dash'],
  ['bash', '/bin/bash'],
  ['bash as sh', '/bin/bash --posix'],
  ['busybox', '/bin/busybox sh'],
  ['zsh', '/bin/zsh --emulate sh'],
].filter(([, line]) => hasShell(line?.split(' ')[0] ?? ''));

describe.each(shells)('names for completion by %s', (_, shell = '') => {
  const list = async (query: ListingQuery, cwd = home) => {
    const names = await (await lister(shell)).list(query, cwd);
    return names?.split('\0').slice(0, -1);
  };
  const folder = (where: string, cwd?: string) => list({ kind: 'folder', path: where }, cwd);

  it('are those of a folder, where the shell is, with a mark on folders', async () => {
    for (const name of ['plain', 'a b', '.hidden', "it's", '-n', '$(touch pwned)', 'grüße']) {
      writeFileSync(path.join(home, name), '');
    }
    mkdirSync(path.join(home, 'sub'));
    symlinkSync('sub', path.join(home, 'link'));
    symlinkSync('nowhere', path.join(home, 'dangling'));
    const all = [
      '$(touch pwned)',
      '-n',
      '.hidden',
      'a b',
      'dangling',
      'grüße',
      "it's",
      'link/',
      'plain',
      'sub/',
    ];
    expect(await folder('')).toEqual([...all].sort());
    expect(await folder('~/')).toEqual([...all].sort());
    expect(await folder(`${home}/`, '/')).toEqual([...all].sort());
    expect(await folder('sub/')).toEqual([]);
    expect(await folder('..//', path.join(home, 'sub'))).toEqual([...all].sort());
  });

  it('run nothing, whatever the folder is called', async () => {
    const odd = "x'; touch pwned; $(touch pwned) `touch pwned`\n\\";
    mkdirSync(path.join(home, odd));
    writeFileSync(path.join(home, odd, 'inside'), '');
    expect(await folder(`${odd}/`)).toEqual(['inside']);
    expect(await folder('', path.join(home, odd))).toEqual(['inside']);
    expect(await folder('~/')).not.toContain('pwned');
    expect(await folder('-P/')).toBeUndefined();
  });

  it('leave out what cannot be typed as it is', async () => {
    for (const name of ['ok', 'line\nend', 'esc\x1b[2J', 'tab\t', 'bidi\u202e']) {
      writeFileSync(path.join(home, name), '');
    }
    writeFileSync(Buffer.concat([Buffer.from(`${home}/`), Buffer.from([0xff, 0x41])]), '');
    expect(await folder('')).toEqual(['ok']);
  });

  it('are not told of a folder that is not there, or may not be read', async () => {
    expect(await folder('nowhere/')).toBeUndefined();
    expect(await folder('', '/nowhere')).toBeUndefined();
  });

  it('are at most 2000 of a folder', async () => {
    for (let i = 0; i < 2100; i++) writeFileSync(path.join(home, `f${i}`), '');
    expect(await folder('')).toHaveLength(2000);
    const some = await list({ kind: 'folder', path: '', prefix: 'f209' });
    expect(some).toEqual(['f209', ...Array.from({ length: 10 }, (_, i) => `f209${i}`)]);
    writeFileSync(path.join(home, "'$(touch pwned)*x"), '');
    expect(await list({ kind: 'folder', path: '', prefix: "'$(touch pwned)*" })).toEqual([
      "'$(touch pwned)*x",
    ]);
  });

  it('are those of the programs in PATH', async () => {
    mkdirSync(path.join(home, 'bin'));
    for (const name of ['nginx', 'a program', '[']) {
      writeFileSync(path.join(home, 'bin', name), '', { mode: 0o755 });
    }
    expect(await list({ kind: 'commands' })).toEqual(['[', 'a program', 'nginx']);
  });
});

describe.each(shells)('names for completion by %s', (_, shell = '') => {
  it('are those of users, and of what is in their homes', async () => {
    const one = await lister(shell, '/usr/bin:/bin');
    const users = (await one.list({ kind: 'users' }, '/'))?.split('\0');
    expect(users).toContain('root');
    const { homedir, username } = userInfo();
    const own = await one.list({ kind: 'folder', path: `~${username}/` }, '/');
    expect(own).toBe(await one.list({ kind: 'folder', path: `${homedir}/` }, '/'));
    expect(own).toBeDefined();
  });

  it('are those of variables', async () => {
    const one = await lister(shell, '/usr/bin:/bin');
    const names = (await one.list({ kind: 'variables' }, '/'))?.split('\0');
    expect(names).toEqual(expect.arrayContaining(['CDPATH', 'HOME', 'PATH']));
  });
});

describe('a lister', () => {
  it('has the variables that the shell exports, without asking anybody', async () => {
    const exports = [
      'declare -x HOME="/"',
      'declare -ix COUNT="1"',
      'declare -x EMPTY',
      'declare -x TEXT="a',
      '  export no=1"',
      'declare -r CONST="1"',
    ].join('\n');
    const snapshot = { kind: 'bash', bytes: 1, parts: { exports } } as const;
    const none = new Lister(() => Promise.reject(new Error('MaxSessions 1')));
    const names = await none.list({ kind: 'variables' }, '/', snapshot);
    expect(names?.split('\0')).toEqual(['COUNT', 'EMPTY', 'HOME', 'TEXT', '']);
  });

  it('tells nothing where there is no shell, and none can be had', async () => {
    const one = await lister('/bin/sh');
    expect(await one.list({ kind: 'commands' }, undefined)).toBeUndefined();
    const none = new Lister(() => Promise.reject(new Error('MaxSessions 1')));
    expect(await none.list({ kind: 'commands' }, '/')).toBeUndefined();
  });

  it('looks for programs where the shell does', async () => {
    mkdirSync(path.join(home, 'own'));
    writeFileSync(path.join(home, 'own', 'mine'), '', { mode: 0o755 });
    const snapshot = {
      kind: 'bash',
      bytes: 1,
      parts: { exports: `declare -x HOME="/"\ndeclare -x PATH="${home}/own"\n` },
    } as const;
    const names = await (await lister('/bin/sh')).list({ kind: 'commands' }, '/', snapshot);
    expect(names).toBe('mine\0');
  });

  it('answers also when its shell has ended', async () => {
    writeFileSync(path.join(home, 'x'), '');
    const one = await lister('/bin/sh');
    expect(await one.list({ kind: 'folder', path: '' }, home)).toBe('x\0');
    await transports.at(-1)?.cleanUp();
    expect(await one.list({ kind: 'folder', path: '' }, home)).toBeUndefined();
  });
});
