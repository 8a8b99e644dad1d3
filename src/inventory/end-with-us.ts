import type { ChildProcess } from 'node:child_process';

/** Process groups of programs that have no terminal, and so would not hear of our end. */
const groups = new Set<number>();

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** A program that leads a process group. */
export interface Leader<Child extends ChildProcess> {
  readonly child: Child;
  /** Forgets it: it has ended. */
  readonly ended: () => void;
  /** Sends a signal to the whole group. */
  readonly signal: (signal: NodeJS.Signals) => void;
}

/**
 * Starts a program as the leader of a process group, which is hung up when we end before it, by a signal too.
 * @throws what `start` throws
 */
export function endingWithUs<Child extends ChildProcess>(start: () => Child): Leader<Child> {
  // First, as a signal that comes while it starts would end us and leave it behind.
  if (groups.size === 0) listen();
  try {
    const child = start();
    const { pid } = child;
    if (pid !== undefined) groups.add(pid);
    return { child, ended: () => forget(pid), signal: (signal) => signalGroup(pid, signal) };
  } finally {
    if (groups.size === 0) unlisten();
  }
}

function forget(pid: number | undefined): void {
  if (pid !== undefined && groups.delete(pid) && groups.size === 0) unlisten();
}

function listen(): void {
  process.on('exit', hangUp);
  for (const signal of signals) process.on(signal, endBySignal);
}

function unlisten(): void {
  process.off('exit', hangUp);
  for (const signal of signals) process.off(signal, endBySignal);
}

/** Where nobody else listens to it, it ends us as if we did not either. */
function endBySignal(signal: NodeJS.Signals): void {
  hangUp();
  if (process.listenerCount(signal) === 0) process.kill(process.pid, signal);
}

function hangUp(): void {
  unlisten();
  for (const pid of groups) signalGroup(pid, 'SIGHUP');
  groups.clear();
}

function signalGroup(leader: number | undefined, signal: NodeJS.Signals): void {
  try {
    if (leader !== undefined) process.kill(-leader, signal);
  } catch {
    // Nobody is left in it.
  }
}
