import { UsageError } from '../domain/failure.ts';
import { quoted } from '../domain/quoted.ts';

/** How much of the records is kept; what exceeds any limit is deleted, oldest first. */
export interface KeepLimits {
  readonly days: number;
  readonly runs: number;
  readonly bytes: number;
}

export const defaultKeep: KeepLimits = { days: 90, runs: 5000, bytes: 4 * 1024 ** 3 };

/**
 * Reads `TUTTI_KEEP`, e.g. `30d,1000,2G`: days, runs and a size, or some of these; `all` keeps everything. @throws
 * UsageError
 */
export function keepLimits(text: string | undefined): KeepLimits {
  if (text === undefined || text === '') return defaultKeep;
  if (text === 'all') {
    const no = Number.POSITIVE_INFINITY;
    return { days: no, runs: no, bytes: no };
  }
  const parts = text.split(',').map((part) => limit(part.trim(), text));
  return Object.assign({}, defaultKeep, ...parts);
}

function limit(part: string, whole: string): Partial<KeepLimits> {
  const [, count, unit] = /^(\d{1,9})([dMGT]?)$/.exec(part) ?? [];
  if (count === undefined || Number(count) === 0) {
    throw new UsageError(
      `TUTTI_KEEP does not know ${quoted(whole)} – write days, runs and a size: 30d,1000,2G, or all`,
    );
  }
  if (unit === 'd') return { days: Number(count) };
  return unit ? { bytes: Number(count) * (units[unit] ?? 1) } : { runs: Number(count) };
}

const units: Readonly<Record<string, number>> = { M: 1024 ** 2, G: 1024 ** 3, T: 1024 ** 4 };
