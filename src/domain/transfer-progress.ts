import { byteSize } from './byte-size.ts';
import type { Outcome } from './outcome.ts';
import type { TransferProgress } from './transfer.ts';

interface Part {
  readonly progress?: TransferProgress;
  /** Absent while it is running. */
  readonly outcome?: Outcome;
}

/** All hosts of a transfer together. What a finished host left out is no longer expected. */
export function wholeProgress(parts: Iterable<Part>): TransferProgress {
  const sum = { bytes: 0, totalBytes: 0, files: 0, totalFiles: 0 };
  for (const { progress, outcome } of parts) {
    if (!progress) continue;
    sum.bytes += progress.bytes;
    sum.files += progress.files;
    sum.totalBytes += outcome ? progress.bytes : progress.totalBytes;
    sum.totalFiles += outcome ? progress.files : progress.totalFiles;
  }
  return sum;
}

/** Before this time, ms, a rate means nothing. */
const settleMs = 500;

/** `64 %`, `312 MB/s`, and the seconds left, on average since it began `ms` ago. */
export function progressFacts(
  progress: TransferProgress,
  ms: number,
): {
  readonly share: number;
  readonly done: string;
  readonly rate: string;
  readonly left?: number;
} {
  const { bytes, totalBytes, files, totalFiles } = progress;
  const share = totalBytes === 0 ? 0 : Math.min(1, bytes / totalBytes);
  const done =
    totalBytes === 0 ? `${files} of ${totalFiles} files` : `${Math.floor(share * 100)} %`;
  if (bytes === 0 || ms < settleMs) return { share, done, rate: '' };
  const rate = `${byteSize((bytes * 1000) / ms)}/s`;
  return share === 1
    ? { share, done, rate }
    : { share, done, rate, left: (ms * (1 - share)) / share / 1000 };
}

const eighths = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];

/** `▕██████   ▏` in `width` cells and two for its ends. */
export function progressBar(share: number, width: number): string {
  const filled = Math.floor(share * width * eighths.length);
  const whole = Math.floor(filled / eighths.length);
  const part = eighths[filled % eighths.length] ?? '';
  return `▕${`${'█'.repeat(whole)}${part}`.padEnd(width)}▏`;
}
