import { signalStatus } from '../cli/exit-status.ts';

export interface SignalReactions {
  /** The first Ctrl-C, and each further one until it is too many. */
  interrupt(): void;
  /** Close and go; `signal` without SIG. */
  leave(signal: string): void;
}

/** Ctrl-C within this time of the one before means: leave now, ms. */
const impatience = 2000;

/**
 * Ctrl-C interrupts the hosts' command first, a second one leaves. For good: a signal more must not end us half way
 * through leaving.
 */
export function onSignals({ interrupt, leave }: SignalReactions): void {
  let last = 0;
  process.on('SIGINT', () => {
    const now = performance.now();
    if (last > 0 && now - last < impatience) leave('INT');
    else interrupt();
    last = now;
  });
  process.on('SIGTERM', () => leave('TERM')).on('SIGHUP', () => leave('HUP'));
}

/** A bug of ours ends the shell in order – terminal restored, hosts hung up – before it is told. */
export function onCrash(crash: (error: unknown) => void): () => void {
  process.on('uncaughtException', crash).on('unhandledRejection', crash);
  return () => {
    process.off('uncaughtException', crash).off('unhandledRejection', crash);
  };
}

/** In the shell Ctrl-C is a key; what ends it from outside leaves with 128 and the signal's number. For good, too. */
export function onLeaving(leave: (status: number) => void): void {
  process.on('SIGTERM', () => leave(signalStatus('TERM')));
  process.on('SIGHUP', () => leave(signalStatus('HUP')));
}
