import { performance } from 'node:perf_hooks';
import { getHeapStatistics, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** Between two looks, ms; who did nothing for so long is idle. */
const lookMs = 1000;
/** Share of the time in which an idle process is at work: keepalives, a clock on the screen. */
const idleShare = 0.03;
/** Bytes that a heap must have grown by before it is worth the 50 ms that nothing else is done. */
const worth = 8 * 1024 * 1024;

/**
 * Gives memory back while nothing happens. V8 collects when it needs room, and who does nothing needs none: after the start
 * and after a flood two thirds of the heap are garbage, for as long as the process is idle.
 */
export function shrinkWhenIdle(): void {
  const shrink = new IdleShrink(heapSize, collect);
  let before = performance.eventLoopUtilization();
  setInterval(() => {
    const now = performance.eventLoopUtilization();
    shrink.look(performance.eventLoopUtilization(now, before).utilization);
    before = now;
  }, lookMs).unref();
}

/** When it is time to collect. */
export class IdleShrink {
  readonly #size: () => number;
  readonly #collect: () => void;
  /** Size when it was collected last, bytes. */
  #least = 0;

  constructor(size: () => number, collect: () => void) {
    this.#size = size;
    this.#collect = collect;
  }

  /** `share`: of the time since the last look in which there was work. */
  look(share: number): void {
    if (share > idleShare || this.#size() - this.#least < worth) return;
    this.#collect();
    this.#least = this.#size();
  }
}

/** Bytes of the heap, and of what it keeps alive outside. */
export function heapSize(): number {
  const { total_heap_size, external_memory } = getHeapStatistics();
  return total_heap_size + external_memory;
}

let collector: ((options: { type: 'major'; flavor: 'last-resort' }) => void) | undefined;

/** Collects all there is, and gives the room back to the system: 'last-resort' is the one that does. */
export function collect(): void {
  if (!collector) {
    setFlagsFromString('--expose-gc');
    collector = runInNewContext('gc');
    setFlagsFromString('--no-expose-gc');
  }
  collector?.({ type: 'major', flavor: 'last-resort' });
}
