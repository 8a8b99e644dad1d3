import type { Batch, Request, WorkerLink } from '../../src/cluster/protocol.ts';
import { type ServeOptions, serve } from '../../src/cluster/worker.ts';

export interface MemoryLink extends WorkerLink {
  /** The worker dies: nothing of it is heard any more, its connections are cut. */
  die(reason: string): void;
  /** Everything the pool has sent, for the rules about what may cross. */
  readonly sent: Request[];
}

/** A worker in this process. What crosses is cloned as IPC does it, so that only plain data passes. */
export function memoryLink(options: Omit<ServeOptions, 'finished' | 'addon'>): MemoryLink {
  const sent: Request[] = [];
  let toWorker: (request: Request) => void = () => {};
  let toPool: (batch: Batch) => void = () => {};
  let workerDown: () => void = () => {};
  let poolDown: (reason: string) => void = () => {};
  let alive = true;
  const end = (reason: string) => {
    if (!alive) return;
    alive = false;
    workerDown();
    poolDown(reason);
  };
  serve(
    {
      send(batch) {
        const copy = structuredClone(batch);
        setImmediate(() => alive && toPool(copy));
      },
      onRequest: (take) => {
        toWorker = take;
      },
      onDown: (down) => {
        workerDown = down;
      },
    },
    { ...options, addon: false, finished: () => setImmediate(() => end('exit 0')) },
  );
  return {
    sent,
    send(request) {
      const copy = structuredClone(request);
      sent.push(copy);
      setImmediate(() => alive && toWorker(copy));
    },
    onBatch: (take) => {
      toPool = take;
    },
    onDown: (down) => {
      poolDown = down;
    },
    die: end,
    close: () => end('closed'),
  };
}
