import { describe, expect, it } from 'vitest';
import type { Remembered, RememberedNews } from '../../src/domain/remembered.ts';
import { HostMemory } from '../../src/remote-host/host-memory.ts';

const snapshot = (exports: string) =>
  ({ kind: 'bash', parts: { exports }, bytes: exports.length }) as const;

function memoryAfter(before?: Remembered) {
  const told: RememberedNews[] = [];
  return { memory: new HostMemory((news) => told.push(news), before), told };
}

describe('what is remembered of a host', () => {
  it('is told as it changes, and not again while it stays the same', () => {
    const { memory, told } = memoryAfter({ cwd: '/' });
    memory.change({ cwd: '/' });
    memory.change({ cwd: '/usr', snapshot: snapshot('export a=1') });
    memory.change({ cwd: '/usr', snapshot: snapshot('export a=1') });
    memory.change({ cwd: '/usr', snapshot: snapshot('export a=2') });
    memory.change({ snapshot: null });
    memory.change({ snapshot: null, orphan: null });
    expect(told).toEqual([
      { cwd: '/usr', snapshot: snapshot('export a=1') },
      { snapshot: snapshot('export a=2') },
      { snapshot: null },
    ]);
    expect(memory.all).toEqual({ cwd: '/usr' });
  });

  it('says first what there is not, where older things may be known of that host', () => {
    const { memory, told } = memoryAfter();
    memory.change({ cwd: '/' });
    memory.change({ cwd: '/usr' });
    expect(told[0]).toEqual({
      cwd: '/',
      snapshot: null,
      shell: null,
      orphan: null,
      withoutFiles: null,
    });
    expect(told.slice(1)).toEqual([{ cwd: '/usr' }]);
  });
});
