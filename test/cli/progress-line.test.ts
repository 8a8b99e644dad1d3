import { describe, expect, it, vi } from 'vitest';
import { createProgressLine, progressText } from '../../src/cli/progress-line.ts';
import type { Sink } from '../../src/cli/sink.ts';

const half = { bytes: 5 * 1024 * 1024, totalBytes: 10 * 1024 * 1024, files: 1, totalFiles: 2 };
const some = { hosts: 4, done: 1, ms: 1000 };

describe('the progress of a transfer', () => {
  it('is a bar, a share, a rate, the time left, the hosts', () => {
    expect(progressText([{ progress: half }], some, 200)).toBe(
      '▕██████████          ▏ 50 %  5.0 MB/s  1 s left  1 of 4 hosts done',
    );
  });

  it('says no rate before there is one', () => {
    expect(progressText([{ progress: half }], { ...some, ms: 100 }, 200)).toBe(
      '▕██████████          ▏ 50 %  1 of 4 hosts done',
    );
  });

  it('does not wait for what a host that has ended left out', () => {
    const parts = [{ progress: half, ended: true as const }, { progress: half }];
    expect(progressText(parts, some, 200)).toContain(' 66 % ');
  });

  it('counts files where they are empty', () => {
    const empty = { bytes: 0, totalBytes: 0, files: 3, totalFiles: 9 };
    expect(progressText([{ progress: empty }], some, 200)).toContain('3 of 9 files');
  });

  it('is cut where there is no room', () => {
    expect(progressText([{ progress: half }], some, 30)).toHaveLength(30);
    expect(progressText([{ progress: half }], some, -1)).toBe('');
  });

  it('is drawn now and then, and taken away before anything else is written', () => {
    vi.useFakeTimers();
    try {
      const written: string[] = [];
      const line = createProgressLine(
        { write: (text: string) => written.push(text) } as unknown as Sink,
        () => 80,
      );
      line.started(1);
      for (let n = 0; n < 50; n += 1) line.progress('a', half);
      expect(written).toEqual([]);
      vi.runAllTimers();
      expect(written).toHaveLength(1);
      line.clear();
      line.clear();
      expect(written.slice(1)).toEqual(['\r\x1b[K']);
      line.progress('a', half);
      line.stop();
      vi.runAllTimers();
      expect(written).toHaveLength(2);
    } finally {
      vi.useRealTimers();
    }
  });
});
