import { UsageError } from '../domain/failure.ts';
import { quoted } from '../domain/quoted.ts';

/** A whole number from 1 to `most`. @throws UsageError */
export function count(text: string, flag: string, example: string, most: number): number {
  const value = /^\d+$/.test(text) ? Number(text) : 0;
  if (value >= 1 && value <= most) return value;
  throw new UsageError(
    `${flag} takes a whole number from 1 to ${most}, not ${quoted(text)} – write ${flag} ${example}`,
  );
}

const longestTimer = 2_147_483; // s; setTimeout overflows above 2^31 ms and fires at once

/** @throws UsageError */
export function seconds(text: string, flag: string): number {
  const value = /^\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
  if (value >= 0.001 && value <= longestTimer) return value;
  const given = `${flag} takes`;
  if (value > longestTimer) {
    throw new UsageError(
      `${given} at most ${longestTimer} seconds, not ${quoted(text)} – leave it out for no limit`,
    );
  }
  if (value < 0.001) {
    throw new UsageError(
      `${given} seconds above 0, not ${quoted(text)} – leave it out for the default`,
    );
  }
  const instead = inSeconds(text) ?? 30;
  throw new UsageError(`${given} seconds, not ${quoted(text)} – write ${flag} ${instead}`);
}

/** What `2m` or `1h` probably means. */
function inSeconds(text: string): number | undefined {
  const [, number, unit = ''] = /^-?(\d+)\s*([a-z]*)$/i.exec(text) ?? [];
  const factor = { '': 1, s: 1, m: 60, h: 3600, d: 86_400 }[unit.charAt(0).toLowerCase()];
  const meant = Number(number) * (factor ?? Number.NaN);
  return unit.startsWith('ms') || !(meant >= 1 && meant <= longestTimer) ? undefined : meant;
}

/** The permissions of a file. @throws UsageError */
export function octal(text: string, flag: string): number {
  if (/^[0-7]{3,4}$/.test(text)) return Number.parseInt(text, 8);
  throw new UsageError(
    `${flag} takes three or four octal digits, not ${quoted(text)} – write ${flag} 644`,
  );
}

/** @throws UsageError */
export function oneOf<const T extends string>(text: string, flag: string, values: readonly T[]): T {
  const value = values.find((value) => value === text);
  if (value) return value;
  const list = values.map((value) => `${flag}=${value}`).join(' or ');
  throw new UsageError(`${flag} does not know ${quoted(text)} – write ${list}`);
}
