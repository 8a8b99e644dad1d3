import { randomFillSync } from 'node:crypto';

/** The secret of one end mark, in two halves: a shell that echoes our line shows them apart. */
export interface Nonce {
  readonly first: string;
  readonly second: string;
  /** How the mark begins on the wire: record separator, both halves. */
  readonly mark: Buffer;
}

export const recordSeparator = 0x1e;
/** Bytes of `Nonce.mark`. */
export const markLength = 33;

/** Draws 16 random bytes. */
export function drawNonce(): Nonce {
  if (at === pool.length) {
    randomFillSync(pool);
    at = 0;
  }
  const first = pool.toString('hex', at, at + 8);
  const second = pool.toString('hex', at + 8, at + 16);
  at += 16;
  return { first, second, mark: Buffer.from(`\x1e${first}${second}`, 'latin1') };
}

// One call to the random source for 64 lines, since it costs more than everything else here.
const pool = Buffer.allocUnsafe(64 * 16);
let at = pool.length;
