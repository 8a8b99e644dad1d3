import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { forkLink } from '../cluster/fork-link.ts';
import type { WorkerLink } from '../cluster/protocol.ts';

/** Two keep a login from stalling another's output; more than four gain nothing (docs/architecture.md). */
export const workerCount = (): number => Math.min(availableParallelism(), 4);

export const spawnWorker = (): WorkerLink => forkLink(entryPoint('worker'));

/** The script of a process of ours: beside this file in dist/, one level up in src/. */
export const entryPoint = (name: 'worker' | 'open-key'): string =>
  fileURLToPath(
    import.meta.url.endsWith('.ts')
      ? new URL(`../${name}.ts`, import.meta.url)
      : new URL(`./${name}.js`, import.meta.url),
  );
