import {
  chmodSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { keepNames, readKeptNames } from '../../src/completion/kept-names.ts';

let folder: string;
let cache: string;
let inventory: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'tutti-names-'));
  cache = path.join(folder, 'cache', 'tutti');
  inventory = path.join(folder, 'inventory.yaml');
  writeFileSync(inventory, 'version: 1\n');
});
afterEach(() => rmSync(folder, { recursive: true }));

const names = { hosts: ['web01', 'db01'], groups: new Map([['web', 1]]) };

describe('the names that are kept for Tab', () => {
  it('are those of the file as it is, and old ones when it has changed', () => {
    expect(readKeptNames(cache, inventory)).toBeUndefined();
    keepNames(cache, inventory, names);
    expect(readKeptNames(cache, inventory)).toEqual({ ...names, fresh: true });
    utimesSync(inventory, 1, 1);
    expect(readKeptNames(cache, inventory)).toEqual({ ...names, fresh: false });
    expect(readKeptNames(cache, path.join(folder, 'other.yaml'))).toBeUndefined();
  });

  it('are their owner’s alone, in whole files only', () => {
    keepNames(cache, inventory, names);
    keepNames(cache, inventory, names);
    const [file = '', ...others] = readdirSync(path.join(cache, 'names'));
    expect(others).toEqual([]);
    expect(statSync(path.join(cache, 'names', file)).mode & 0o777).toBe(0o600);
    expect(statSync(path.join(cache, 'names')).mode & 0o777).toBe(0o700);
  });

  it('are not believed where others could have put them, and not looked for in garbage', () => {
    keepNames(cache, inventory, names);
    const kept = path.join(cache, 'names');
    chmodSync(kept, 0o777);
    expect(readKeptNames(cache, inventory)).toBeUndefined();
    chmodSync(kept, 0o700);
    for (const garbage of ['', '{', 'null', '{"v":2}', '{"v":1,"hosts":1}']) {
      writeFileSync(path.join(kept, readdirSync(kept)[0] ?? ''), garbage);
      expect(readKeptNames(cache, inventory)).toBeUndefined();
    }
  });
});
