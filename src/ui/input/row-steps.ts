/** How many rows a key scrolls a box. */
export const rowSteps: Readonly<Record<string, number>> = {
  up: -1,
  k: -1,
  down: 1,
  j: 1,
  pageup: -10,
  pagedown: 10,
  g: Number.NEGATIVE_INFINITY,
  G: Number.MAX_SAFE_INTEGER,
};
