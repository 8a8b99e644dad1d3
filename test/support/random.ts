/** A seeded generator (mulberry32): the same cases on every machine, and a failing one can be run again. */
export function seededRandom(seed: number): { below(limit: number): number } {
  let state = seed >>> 0;
  return {
    /** A whole number from 0 up to, not including, `limit`. */
    below(limit) {
      state = (state + 0x6d2b79f5) >>> 0;
      let bits = Math.imul(state ^ (state >>> 15), state | 1);
      bits ^= bits + Math.imul(bits ^ (bits >>> 7), bits | 61);
      return Math.floor((((bits ^ (bits >>> 14)) >>> 0) / 2 ** 32) * limit);
    },
  };
}
