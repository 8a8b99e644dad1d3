/** How long a window must keep its size, ms. */
const settleMs = 60;

/**
 * Calls `settled` when the terminal's window has changed. A stream's `resize` event is not enough: small and back at
 * once is no event (Node's tty compares sizes), but the terminal has cut off what it showed.
 */
export function afterResizes(settled: () => void): { on(): void; off(): void } {
  let waiting: NodeJS.Timeout | undefined;
  const changed = () => {
    clearTimeout(waiting);
    waiting = setTimeout(settled, settleMs);
  };
  return {
    on: () => void process.on('SIGWINCH', changed),
    off() {
      process.off('SIGWINCH', changed);
      clearTimeout(waiting);
    },
  };
}
