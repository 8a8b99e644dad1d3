import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { forkLink } from '../cluster/fork-link.ts';
import type { WorkerLink } from '../cluster/protocol.ts';

/** Two keep a login from stalling another's output; more than four gain nothing (docs/architecture.md). */
export const workerCount = (): number => Math.min(availableParallelism(), 4);

/** Beside this file in dist/, one level up in src/. */
const script = fileURLToPath(
  import.meta.url.endsWith('.ts')
    ? new URL('../worker.ts', import.meta.url)
    : new URL('./worker.js', import.meta.url),
);

export const spawnWorker = (): WorkerLink => forkLink(script);
