import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { KeptShells } from '../../src/cluster/kept-shells.ts';
import type { Event } from '../../src/cluster/protocol.ts';
import type { Orphan, Remembered } from '../../src/domain/remembered.ts';
import { plainHost } from '../support/case-host.ts';

const snapshotOf = (text: string) =>
  ({ kind: 'bash', parts: { exports: text }, bytes: text.length }) as const;

const shell: Orphan = { pid: 7, pgid: 7, startTime: 70, jobs: [] };

const recalled = (shells: KeptShells, name: string): Remembered | undefined => {
  const [request] = shells.assignment([{ ...plainHost, name }], []);
  return request?.type === 'recall' ? request.remembered : undefined;
};

const ready = (host: string): Event => ({
  type: 'state',
  host,
  state: {
    kind: 'ready',
    shell: { kind: 'bash', version: '', uid: 0, home: '/', cwd: '/', ...shell },
  },
});

describe('shells that may lose their worker', () => {
  it('are known to the next one as they last were, host by host', () => {
    const shells = new KeptShells();
    shells.take('h1', { cwd: '/usr', snapshot: snapshotOf('export a=1'), shell });
    shells.take('h1', { cwd: '/bin' });
    shells.take('h2', { cwd: '/' });
    shells.lost('h1', false);
    expect(recalled(shells, 'h1')).toEqual({
      cwd: '/bin',
      snapshot: snapshotOf('export a=1'),
    });
    expect(recalled(shells, 'h2')).toEqual({ cwd: '/' });
    expect(recalled(shells, 'h3')).toBeUndefined();
  });

  it('are looked for when a line was running in them', () => {
    const shells = new KeptShells();
    shells.take('h1', { cwd: '/', shell });
    shells.lost('h1', true);
    expect(recalled(shells, 'h1')).toEqual({ cwd: '/', orphan: shell });
  });

  it('are forgotten with their host', () => {
    const shells = new KeptShells();
    shells.take('h1', { cwd: '/usr', snapshot: snapshotOf('export a=1') });
    shells.forget(['h1']);
    expect(recalled(shells, 'h1')).toBeUndefined();
  });

  it('have no snapshot any more where all together are too much, and that is told once', () => {
    const shells = new KeptShells(100);
    shells.take('h1', { cwd: '/a', snapshot: snapshotOf('x'.repeat(80)) });
    shells.take('h2', { cwd: '/b', snapshot: snapshotOf('y'.repeat(30)) });
    expect(recalled(shells, 'h2')).toEqual({ cwd: '/b' });
    expect(shells.notices(ready('h2'))).toEqual([]);
    for (const host of ['h1', 'h2']) shells.lost(host, false);
    expect(shells.notices(ready('h1'))).toEqual([]);
    expect(shells.notices(ready('h2'))).toMatchObject([
      { type: 'notice', host: 'h2', text: expect.stringContaining('went with its worker') },
    ]);
    expect(shells.notices(ready('h2'))).toEqual([]);
  });

  it('have one again when there is room', () => {
    const shells = new KeptShells(100);
    shells.take('h1', { snapshot: snapshotOf('x'.repeat(80)) });
    shells.take('h2', { snapshot: snapshotOf('y'.repeat(30)) });
    shells.take('h1', { snapshot: snapshotOf('x'.repeat(70)) });
    shells.take('h2', { snapshot: snapshotOf('z'.repeat(30)) });
    expect(recalled(shells, 'h2')?.snapshot).toEqual(snapshotOf('z'.repeat(30)));
    shells.lost('h2', false);
    expect(shells.notices(ready('h2'))).toEqual([]);
  });

  it('show nothing of what they hold', () => {
    const shells = new KeptShells();
    shells.take('h1', { cwd: '/', snapshot: snapshotOf('export token=hunter2') });
    const shown = inspect(shells, { depth: 9, showHidden: true }) + JSON.stringify(shells);
    expect(shown).not.toContain('hunter2');
  });
});
