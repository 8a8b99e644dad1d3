import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type LocalNames, localNames } from '../../../src/app/completion/local-names.ts';
import type { ListingQuery } from '../../../src/domain/listing.ts';
import { kill, processes } from '../../support/processes.ts';

let place: string;
let names: LocalNames;
let more = () => {};

beforeEach(() => {
  place = mkdtempSync(path.join(tmpdir(), 'tutti-here-'));
  names = localNames(() => more());
});
afterEach(() => {
  names.close();
  rmSync(place, { recursive: true });
});

/** What is known when the answer is there. */
async function known(query: ListingQuery): Promise<readonly string[]> {
  for (;;) {
    const told = new Promise<void>((resolve) => {
      more = resolve;
    });
    const found = names.ask(query);
    if (!found?.waiting) return [...(found?.names.keys() ?? [])];
    await told;
  }
}

const folder = (where: string, prefix?: string): ListingQuery => ({
  kind: 'folder',
  path: where,
  ...(prefix !== undefined && { prefix }),
});

describe('what our own machine has', () => {
  it('is never waited for: it is told when it is known', async () => {
    expect(names.ask(folder(`${place}/`))).toEqual({ names: new Map(), of: 0, waiting: 'soon' });
    expect(await known(folder(`${place}/`))).toEqual([]);
  });

  it('are files and folders, in folders of any name', async () => {
    const odd = path.join(place, "it's $(touch pwned) `here`");
    mkdirSync(path.join(odd, 'sub'), { recursive: true });
    writeFileSync(path.join(odd, 'a b'), '');
    writeFileSync(path.join(odd, 'bell\x07'), '');
    expect(await known(folder(`${odd}/`))).toEqual(['a b', 'sub/']);
    expect(await known(folder(`${place}/`))).toEqual([`${path.basename(odd)}/`]);
  });

  it('begins where we are', async () => {
    expect(await known(folder(''))).toContain('package.json');
    expect(await known(folder('src/'))).toContain('main.ts');
  });

  it('are programs, users and variables', async () => {
    expect(await known({ kind: 'commands' })).toEqual(expect.arrayContaining(['ls', 'cd']));
    expect(await known({ kind: 'users' })).toContain('root');
    expect(await known({ kind: 'variables' })).toContain('PATH');
  });

  it('is bounded: of many names 2,000, or those that begin so', async () => {
    execFileSync('sh', ['-c', 'seq -f f%05.0f 10000 | xargs touch'], { cwd: place });
    expect(await known(folder(`${place}/`))).toHaveLength(2000);
    expect(await known(folder(`${place}/`, 'f0999'))).toHaveLength(10);
  });

  it('is told of other folders while one hangs', async () => {
    await known(folder(`${place}/`));
    const [shell] = processes().filter(
      ({ parent, argv }) => parent === process.pid && argv === '/bin/sh -s',
    );
    expect(shell).toBeDefined();
    if (shell) kill(shell.pid, 'SIGSTOP');
    expect(names.ask(folder(`${place}/hangs/`))?.waiting).toBe('soon');
    writeFileSync(path.join(place, 'y'), '');
    mkdirSync(path.join(place, 'sub'));
    expect(await known(folder(`${place}/sub/../`))).toEqual(['sub/', 'y']);
    expect(names.ask(folder(`${place}/hangs/`))?.waiting).toBeDefined();
  });

  it('is nothing where a folder is not there, and can be asked on', async () => {
    expect(await known(folder(`${place}/nowhere/`))).toEqual([]);
    writeFileSync(path.join(place, 'x'), '');
    expect(await known(folder(`${place}/`))).toEqual(['x']);
  });
});
