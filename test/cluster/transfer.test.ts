import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { StartOptions } from '../../src/cluster/cluster.ts';
import type { Put } from '../../src/domain/transfer.ts';
import { LocalCluster } from '../support/local-cluster.ts';
import { hasSftpServer } from '../support/sftp-place.ts';
import { localFolder } from '../support/transferring.ts';

let local: LocalCluster;
afterEach(() => local?.close());

const putting = (source: string, destination: string, hosts: readonly string[]): StartOptions => {
  const transfer: Put = { kind: 'put', sources: [source], destination, options: {} };
  return { hosts, operation: { kind: 'transfer', want: 'bytes', transfer } };
};

function fileOf(content: string | Uint8Array): string {
  const file = path.join(localFolder(), 'file');
  writeFileSync(file, content);
  return file;
}

const there = (name: string): string => path.join(local.scratch.home, name);
const large = 48 * 1024 * 1024;

/** Settles when so many bytes have come. */
const arrived = (id: string, bytes: number) =>
  local.until(() =>
    local.events.some(
      (event) => event.type === 'progress' && event.id === id && event.progress.bytes >= bytes,
    ),
  );

describe.skipIf(!hasSftpServer)('a transfer', () => {
  it('has progress, then one ending, and the file is there', async () => {
    local = await new LocalCluster(['a']).connected(['a']);
    const outcomes = await local.run('t', putting(fileOf('new'), 'name', ['a']));
    expect(outcomes.get('a')).toEqual({ kind: 'exited', code: 0 });
    expect(local.said('t', 'a')).toBe('name  3 B\n');
    expect(local.endings('t')).toMatchObject([{ transfer: { transferred: 1, bytes: 3 } }]);
    const kinds = local.events
      .filter((event) => 'id' in event && event.id === 't')
      .map(({ type }) => type);
    expect(kinds.indexOf('progress')).toBeLessThan(kinds.indexOf('ending'));
    expect(readFileSync(there('name'), 'utf8')).toBe('new');
  });

  it('and the line that renames the file use one login', async () => {
    local = await new LocalCluster(['a']).connected(['a']);
    await local.run('t', putting(fileOf('new'), 'name', ['a']));
    const operation = { kind: 'run', want: 'bytes', command: 'mv name renamed' } as const;
    await local.run('r', { hosts: ['a'], operation });
    expect(readFileSync(there('renamed'), 'utf8')).toBe('new');
    expect(local.transport.connects).toBe(1);
  });

  it('does not run twice, whatever is asked', async () => {
    local = await new LocalCluster(['a']).connected(['a']);
    const options = putting(fileOf('new'), 'name', ['a']);
    await local.run('t', options);
    writeFileSync(there('name'), 'changed since');
    local.cluster.start('t', options);
    await local.run('after', {
      hosts: ['a'],
      operation: { kind: 'run', want: 'bytes', command: ':' },
    });
    expect(readFileSync(there('name'), 'utf8')).toBe('changed since');
  });

  it('is interrupted: nothing half is there', async () => {
    local = await new LocalCluster(['a']).connected(['a']);
    writeFileSync(there('name'), 'old');
    const ended = local.run('t', putting(fileOf(randomBytes(large)), 'name', ['a']));
    await arrived('t', 1);
    local.cluster.interrupt('t', ['a']);
    expect((await ended).get('a')).toEqual({ kind: 'interrupted', code: 130 });
    expect(readFileSync(there('name'), 'utf8')).toBe('old');
  });

  it.each(['a second time', 'and the host is silent'])(
    'is interrupted %s: it ends',
    async (how) => {
      local = await new LocalCluster(['a']).connected(['a']);
      const ended = local.run('t', putting(fileOf(randomBytes(large)), 'name', ['a']));
      await arrived('t', 1);
      local.transport.last.hush();
      local.cluster.interrupt('t', ['a']);
      if (how === 'a second time') local.cluster.interrupt('t', ['a']);
      expect((await ended).get('a')).toEqual({ kind: 'interrupted', code: 130 });
      expect(local.said('t', 'a')).toContain('may be left there');
    },
  );

  it('has a time limit', async () => {
    local = await new LocalCluster(['a']).connected(['a']);
    const { operation, hosts } = putting(fileOf(randomBytes(large)), 'name', ['a']);
    const outcomes = await local.run('t', { hosts, operation: { ...operation, timeout: 0.001 } });
    expect(outcomes.get('a')).toEqual({ kind: 'interrupted', code: 130, timeout: true });
    expect(existsSync(there('name'))).toBe(false);
  });

  it('is lost with its connection, and says what it left', async () => {
    local = await new LocalCluster(['a']).connected(['a']);
    writeFileSync(there('name'), 'old');
    const ended = local.run('t', putting(fileOf(randomBytes(large)), 'name', ['a']));
    await arrived('t', 1);
    local.transport.last.lose();
    expect((await ended).get('a')).toMatchObject({
      kind: 'lost',
      failure: { kind: 'unreachable', message: expect.stringContaining('old one or the new one') },
    });
    expect(local.said('t', 'a')).toMatch(/\.part: is what has arrived/);
    expect(readFileSync(there('name'), 'utf8')).toBe('old');
  });

  it('is lost with its worker; the next put ends with the whole file', async () => {
    local = await new LocalCluster(['a']).connected(['a']);
    const content = randomBytes(large);
    const file = fileOf(content);
    writeFileSync(there('name'), 'old');
    const ended = local.run('t', putting(file, 'name', ['a']));
    await arrived('t', 1);
    local.links[0]?.die('killed by SIGKILL');
    expect((await ended).get('a')).toMatchObject({ kind: 'lost' });
    expect(readFileSync(there('name'), 'utf8')).toBe('old');
    await local.until(() => local.cluster.states.get('a').kind === 'ready');
    const again = await local.run('t2', putting(file, 'name', ['a']));
    expect(again.get('a')).toEqual({ kind: 'exited', code: 0 });
    expect(readFileSync(there('name')).equals(content)).toBe(true);
    expect(readdirSync(local.scratch.home).filter((name) => name.endsWith('.part'))).toEqual([]);
  });

  it('to a host that is not connected is not started', async () => {
    local = new LocalCluster(['a']);
    const outcomes = await local.run('t', putting(fileOf('x'), 'name', ['a']));
    expect(outcomes.get('a')).toMatchObject({ kind: 'not-started' });
  });
});
