import type { Limits } from './protocol.ts';

/** Unfinished logins at once, in all and for each address (sshd's MaxStartups is 10:30:100). */
const handshakes = 64;
const handshakesPerAddress = 8;
/** Calls of ssh for its configuration at once, 7 ms each. */
const sshCalls = 8;

/** What each of so many workers may do at once. */
export const limitsOfEach = (workers: number): Limits => ({
  handshakes: Math.ceil(handshakes / workers),
  handshakesPerAddress: Math.max(1, Math.floor(handshakesPerAddress / workers)),
  sshCalls: Math.ceil(sshCalls / workers),
});
