import type { Cluster } from '../../cluster/cluster.ts';
import type { Operation } from '../../cluster/protocol.ts';
import type { Inventory } from '../../domain/inventory.ts';
import type { Run } from '../../domain/run.ts';
import { needsExpansion } from '../../shell/expand.ts';
import { expandedLines } from './expanded.ts';

/** Wide enough that programs do not wrap their lines. */
const ptyKind = { term: 'xterm', columns: 200, rows: 50 } as const;

/** What the workers are told besides the run itself. */
export interface StartRunOptions {
  readonly want: Operation['want'];
  readonly record?: string;
  /** Seconds. */
  readonly timeout?: number;
  readonly fanOut?: number;
  /** Its standard input will be sent. */
  readonly input?: true;
}

/**
 * Starts a run on `hosts`. Where its line holds `%{…}` each host gets its own text.
 * @throws UsageError for a variable that a host does not have; then nothing was sent.
 */
export function startRun(
  cluster: Cluster,
  inventory: Inventory,
  run: Run,
  hosts: readonly string[],
  { fanOut, input, ...common }: StartRunOptions,
): void {
  const operationOf = (command: string): Operation => {
    if (run.transfer) return { kind: 'transfer', transfer: run.transfer, ...common };
    if (run.pty) return { kind: 'terminal', terminal: ptyKind, line: true, command, ...common };
    return { kind: 'run', command, ...common, ...(input && { input }) };
  };
  const operation = operationOf(run.command);
  const options = { hosts, operation, ...(fanOut !== undefined && { fanOut }) };
  if (run.transfer || !needsExpansion(run.command)) {
    cluster.start(run.id, options);
    return;
  }
  const lines = expandedLines(inventory, run.command, run.whole ?? run.hosts, hosts);
  const operations = [...lines].map(([host, line]) => [host, operationOf(line)] as const);
  cluster.start(run.id, { ...options, operations: new Map(operations) });
}
