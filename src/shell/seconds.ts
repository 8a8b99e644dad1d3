import { UsageError } from '../domain/failure.ts';
import { quoted } from '../domain/quoted.ts';

const units = { s: 1, m: 60, h: 3600 } as const;
/** setTimeout takes no more, s. */
const longest = 2_147_483;

/** `30`, `5m`, `1h`. @throws UsageError that shows `instead` */
export function secondsOf(word: string, instead: string): number {
  const [, digits = '', unit = 's'] = /^(\d+(?:\.\d+)?)([smh]?)$/.exec(word) ?? [];
  const seconds = Number(digits) * units[(unit || 's') as keyof typeof units];
  if (digits === '' || seconds === 0) {
    throw new UsageError(`no time: ${quoted(word)} – write ${instead}`);
  }
  if (seconds > longest) throw new UsageError(`${word} is too long – write ${instead}`);
  return seconds;
}
