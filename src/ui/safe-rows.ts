import { isSafe } from '../domain/output.ts';

/** Throws if a row holds anything but printable text and colours. Checks only when TUTTI_ASSERT is set (in tests). */
export function assertSafeRows(rows: readonly string[]): void {
  if (!checked) return;
  for (const row of rows) {
    if (!isSafe(row)) throw new Error(`a row is not safe for the terminal: ${JSON.stringify(row)}`);
  }
}

const checked = process.env.TUTTI_ASSERT !== undefined || process.env.VITEST !== undefined;
