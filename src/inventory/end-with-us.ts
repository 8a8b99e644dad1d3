/** Process groups of programs that have no terminal, and so would not hear of our end. */
const groups = new Set<number>();

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Hangs this process group up when we end before it, by a signal too. Returns what forgets it: it has ended. */
export function endWithUs(pid: number | undefined): () => void {
  if (pid === undefined) return () => {};
  if (groups.size === 0) listen();
  groups.add(pid);
  return () => {
    if (groups.delete(pid) && groups.size === 0) unlisten();
  };
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
  for (const pid of groups) {
    try {
      process.kill(-pid, 'SIGHUP');
    } catch {
      // It has ended.
    }
  }
  groups.clear();
}
