import type { TransferProgress } from '../domain/transfer.ts';
import { progressBar, progressFacts, wholeProgress } from '../domain/transfer-progress.ts';
import type { Sink } from './sink.ts';

/** The line at the bottom of a terminal, while files are copied. */
export interface ProgressLine {
  started(hosts: number): void;
  progress(host: string, progress: TransferProgress): void;
  /** A host has ended. */
  ended(host: string): void;
  /** To be called before anything else is written: takes the line away. */
  clear(): void;
  stop(): void;
}

const drawMs = 100;

/** Draws on `sink`, a terminal of at most `columns()` cells. */
export function createProgressLine(sink: Sink, columns: () => number): ProgressLine {
  const parts = new Map<string, { progress: TransferProgress; ended?: true }>();
  let hosts = 0;
  let done = 0;
  let startedAt = 0;
  let shown = false;
  let timer: NodeJS.Timeout | undefined;

  const clear = () => {
    if (shown) sink.write('\r\x1b[K');
    shown = false;
  };
  const draw = () => {
    timer = undefined;
    clear();
    const ms = Date.now() - startedAt;
    sink.write(progressText([...parts.values()], { hosts, done, ms }, columns() - 1));
    shown = true;
  };
  return {
    started(count) {
      [hosts, done, startedAt] = [count, 0, Date.now()];
      parts.clear();
    },
    progress(host, progress) {
      parts.set(host, { progress });
      timer ??= setTimeout(draw, drawMs).unref();
    },
    ended(host) {
      done += 1;
      const part = parts.get(host);
      if (part) parts.set(host, { ...part, ended: true });
    },
    clear,
    stop() {
      clearTimeout(timer);
      timer = undefined;
      clear();
    },
  };
}

/** `▕███   ▏ 64 %  312 MB/s  3 s left  8 of 12 hosts done`, cut where there is no room. */
export function progressText(
  parts: readonly { readonly progress: TransferProgress; readonly ended?: true }[],
  { hosts, done, ms }: { readonly hosts: number; readonly done: number; readonly ms: number },
  columns: number,
): string {
  const outcome = { kind: 'exited', code: 0 } as const;
  const all = parts.map(({ progress, ended }) => ({ progress, ...(ended && { outcome }) }));
  const { share, done: words, rate, left } = progressFacts(wholeProgress(all), ms);
  const time = left === undefined ? '' : `${Math.ceil(left)} s left`;
  const text = [words, rate, time, `${done} of ${hosts} hosts done`].filter(Boolean).join('  ');
  return `${progressBar(share, barWidth)} ${text}`.slice(0, Math.max(0, columns));
}

const barWidth = 20;
