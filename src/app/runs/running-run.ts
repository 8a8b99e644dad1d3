import type { HostRun, Run } from '../../domain/run.ts';

/** A run whose outcomes are coming in. */
export class RunningRun {
  readonly run: Run;
  readonly ended: Promise<Run>;
  readonly #hostRuns: Map<string, HostRun>;
  #resolve: (run: Run) => void = () => {};
  #open: number;

  constructor(run: Run) {
    this.run = run;
    this.#hostRuns = new Map(run.hostRuns);
    this.#open = run.hosts.length;
    this.ended = new Promise((resolve) => {
      this.#resolve = resolve;
    });
  }

  open(): string[] {
    return [...this.#hostRuns.values()].filter(({ outcome }) => !outcome).map(({ host }) => host);
  }

  end(hostRun: HostRun): void {
    this.#hostRuns.set(hostRun.host, hostRun);
    this.#open -= 1;
    if (this.#open > 0) return;
    this.#resolve({ ...this.run, endedAt: Date.now(), hostRuns: this.#hostRuns });
  }
}
