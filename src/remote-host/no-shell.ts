import type { Failure } from '../domain/failure.ts';
import type { ChannelEnd } from './marked-channel.ts';

/** Why no shell started, with the first two lines of what the host said instead. */
export function noShellFailure(noise: string, end: ChannelEnd | undefined): Failure {
  const said = noise
    .split(/[\r\n]+/)
    .map(printable)
    .filter((line) => line !== '')
    .slice(0, 2)
    .join(' / ');
  return {
    kind: 'no-shell',
    message: `no usable shell: ${said || how(end)} – check the account's login shell and its startup files (~/.bashrc), or choose another with shell:`,
  };
}

function how(end: ChannelEnd | undefined): string {
  switch (end?.kind) {
    case undefined:
      return 'it did not answer within 10 s';
    case 'exited':
      return `it ended with code ${end.code}`;
    case 'signaled':
      return `it was killed by SIG${end.signal}`;
    case 'closed':
      return 'the channel was closed';
    default:
      return end satisfies never;
  }
}

const printable = (text: string): string =>
  text
    .replace(/\x1b\[[0-?]*[ -/]*[@-~]/g, '')
    .replace(/[\p{Cc}\p{Cf}]/gu, '')
    .trim()
    .slice(0, 200);
