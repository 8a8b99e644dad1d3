import type { Request } from './protocol.ts';
import type { WorkerPort } from './worker.ts';

/** The worker's end of a link made by `forkLink`. */
export function parentPort(): WorkerPort {
  return {
    send(batch) {
      if (process.connected) process.send?.(batch, undefined, undefined, () => {});
    },
    onRequest(take) {
      process.on('message', (request) => take(request as Request));
    },
    onDown(down) {
      process.once('disconnect', down);
    },
  };
}
