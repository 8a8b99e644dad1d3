import type { Failure } from '../domain/failure.ts';
import type { HostState } from '../domain/host.ts';
import { noOutput } from '../domain/run.ts';
import type { PoolWorker } from './pool-worker.ts';
import type { Event } from './protocol.ts';

type Ending = Extract<Event, { type: 'ending' }>;

/** The endings that a worker still owed when it ended for this reason. */
export function lostEndings(worker: PoolWorker, reason: string): Ending[] {
  const message = `its worker ended (${reason})`;
  const outcome = { kind: 'lost', failure: { kind: 'worker', message } } as const;
  return worker
    .unended()
    .map(({ id, host, ms }) => ({ type: 'ending', id, host, outcome, ms, output: noOutput }));
}

/** The ending for a host without a worker; `former`: the host has left the inventory. */
export function notStarted(id: string, host: string, former: boolean): Ending {
  const message = former
    ? 'it is not in the inventory any more'
    : 'not connected – its worker is starting again';
  const failure: Failure = { kind: 'worker', message };
  const outcome = { kind: 'not-started', failure } as const;
  return { type: 'ending', id, host, outcome, ms: 0, output: noOutput };
}

/** Of a host whose worker has ended; after so many ms there is another one. */
export const retrying = (reason: string, ms: number): HostState => ({
  kind: 'retrying',
  at: Date.now() + ms,
  failure: { kind: 'worker', message: `worker ended (${reason})` },
});

/** Of a host too many: `most` are connected. */
export function noRoom(most: number): HostState {
  const message = `${most} hosts are connected, more have no files to be opened for them – raise the limit: ulimit -n`;
  return { kind: 'failed', failure: { kind: 'worker', message } };
}
