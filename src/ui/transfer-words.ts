import { byteSize } from '../domain/byte-size.ts';
import type { HostRun, Run } from '../domain/run.ts';
import type { TransferProgress } from '../domain/transfer.ts';
import { duration } from './wording.ts';

/** `▕██████   ▏ 64 %  3.1 MB/s  2s left`, in as many cells as there are; `ms` since it began. */
export function progressWords(progress: TransferProgress, ms: number, width: number): string {
  const words = [percent(progress), rate(progress, ms), timeLeft(progress, ms)].filter(Boolean);
  const told = words.join('  ');
  const room = Math.min(longestBar, width - told.length - 3);
  return room < shortestBar ? told : `${bar(progress, room)} ${told}`;
}

/** All hosts of a transfer together; those that have ended count as done. */
export function wholeProgress(run: Run): TransferProgress {
  const none = { bytes: 0, totalBytes: 0, files: 0, totalFiles: 0 };
  return [...run.hostRuns.values()].map(progressOf).reduce(
    (sum, each) => ({
      bytes: sum.bytes + each.bytes,
      totalBytes: sum.totalBytes + each.totalBytes,
      files: sum.files + each.files,
      totalFiles: sum.totalFiles + each.totalFiles,
    }),
    none,
  );
}

/** What a host that failed has left out is not waited for. */
function progressOf({ progress, outcome }: HostRun): TransferProgress {
  if (!progress) return { bytes: 0, totalBytes: 0, files: 0, totalFiles: 0 };
  const { bytes, files } = progress;
  return outcome ? { bytes, totalBytes: bytes, files, totalFiles: files } : progress;
}

const longestBar = 24;
const shortestBar = 6;

const share = ({ bytes, totalBytes }: TransferProgress): number =>
  totalBytes === 0 ? 0 : Math.min(1, bytes / totalBytes);

const percent = (progress: TransferProgress): string =>
  progress.totalBytes === 0
    ? `${progress.files} of ${progress.totalFiles} files`
    : `${Math.floor(share(progress) * 100)} %`;

/** On average since it began: a rate of the moment would flicker. */
const rate = ({ bytes }: TransferProgress, ms: number): string =>
  bytes === 0 || ms < settleMs ? '' : `${byteSize((bytes * 1000) / ms)}/s`;

function timeLeft(progress: TransferProgress, ms: number): string {
  const done = share(progress);
  if (done === 0 || done === 1 || ms < settleMs) return '';
  return `${duration((ms * (1 - done)) / done)} left`;
}

/** Before it a rate says nothing. */
const settleMs = 500;

const eighths = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];

function bar(progress: TransferProgress, width: number): string {
  const filled = Math.floor(share(progress) * width * eighths.length);
  const whole = Math.floor(filled / eighths.length);
  const part = eighths[filled % eighths.length] ?? '';
  return `▕${`${'█'.repeat(whole)}${part}`.padEnd(width)}▏`;
}
