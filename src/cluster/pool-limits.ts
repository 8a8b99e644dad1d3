import type { Limits } from './protocol.ts';

/** Unfinished logins at once, in all and for each address (sshd's MaxStartups is 10:30:100). */
const handshakes = 64;
const handshakesPerAddress = 8;
/** Calls of `ssh -G` at once; each takes 7 ms. */
const sshCalls = 8;

/** Each worker's share of the limits. */
export const limitsOfEach = (workers: number): Limits => ({
  handshakes: Math.ceil(handshakes / workers),
  handshakesPerAddress: Math.max(1, Math.floor(handshakesPerAddress / workers)),
  sshCalls: Math.ceil(sshCalls / workers),
});
