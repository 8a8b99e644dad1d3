import type { TransferProgress } from '../domain/transfer.ts';
import { progressBar, progressFacts } from '../domain/transfer-progress.ts';
import { duration } from './wording.ts';

/** `▕██████   ▏ 64 %  3.1 MB/s  2s left`, in as many cells as there are; `ms` since it began. */
export function progressWords(progress: TransferProgress, ms: number, width: number): string {
  const { share, done, rate, left } = progressFacts(progress, ms);
  const words = [done, rate, left === undefined ? '' : `${duration(left * 1000)} left`];
  const told = words.filter(Boolean).join('  ');
  const room = Math.min(longestBar, width - told.length - 3);
  return room < shortestBar ? told : `${progressBar(share, room)} ${told}`;
}

const longestBar = 24;
const shortestBar = 6;
