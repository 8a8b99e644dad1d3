import { constants } from 'node:os';
import type { ChannelEnd } from './marked-channel.ts';

/** As a shell reports it: a signal is 128 plus its number. */
export function exitCode(end: Exclude<ChannelEnd, { kind: 'closed' }>): number {
  if (end.kind === 'exited') return end.code;
  return 128 + (constants.signals[`SIG${end.signal}` as keyof typeof constants.signals] ?? 0);
}
