import { getCompileCacheDir } from 'node:module';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Options } from '../cli/options.ts';
import { forkLink, type WorkerStart } from '../cluster/fork-link.ts';
import type { WorkerLink } from '../cluster/protocol.ts';

/** Two keep a login from stalling another's output; more than four gain nothing (docs/architecture.md). */
export const workerCount = (): number => Math.min(availableParallelism(), 4);

/** The worker processes of an invocation. */
export class Workers {
  readonly #start: WorkerStart;
  #environment: NodeJS.ProcessEnv = {};
  #early: WorkerLink | undefined;

  constructor({ demo, sshConfig }: Pick<Options, 'demo' | 'sshConfig'>) {
    const compiled = getCompileCacheDir?.();
    const config = demo === undefined ? sshConfig : 'none';
    this.#start = {
      // Node makes a folder for each of its versions in there.
      ...(compiled !== undefined && { compiled: path.dirname(compiled) }),
      ...(config !== undefined && { sshConfig: config }),
    };
  }

  /** Starts one before it is known for what. */
  begin(): void {
    this.#environment = { ...process.env };
    this.#early = this.#fork();
  }

  spawn(): WorkerLink {
    const early = this.#early;
    this.#early = undefined;
    // Secrets are removed from our environment when the inventory has named them; a worker started before that still
    // has them.
    if (early && isStill(this.#environment)) return early;
    early?.close();
    return this.#fork();
  }

  /** Ends the early worker if nobody has needed it. */
  close(): void {
    this.#early?.close();
    this.#early = undefined;
  }

  #fork(): WorkerLink {
    return forkLink(entryPoint('worker'), this.#start);
  }
}

function isStill(environment: NodeJS.ProcessEnv): boolean {
  const names = Object.keys(process.env);
  return (
    names.length === Object.keys(environment).length &&
    names.every((name) => process.env[name] === environment[name])
  );
}

/** The script of one of our child processes: beside this file in dist/, one level up in src/. */
export const entryPoint = (name: 'worker' | 'open-key'): string =>
  fileURLToPath(
    import.meta.url.endsWith('.ts')
      ? new URL(`../${name}.ts`, import.meta.url)
      : new URL(`./${name}.js`, import.meta.url),
  );
