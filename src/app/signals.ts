import { signalStatus } from '../cli/exit-status.ts';

export interface SignalReactions {
  /** The first Ctrl-C, and each further one, until they come too fast. */
  interrupt(): void;
  /** Close and leave; `signal` is named without SIG. */
  leave(signal: string): void;
}

/** A Ctrl-C within this time of the previous one means: leave now, ms. */
const impatience = 2000;

/**
 * Ctrl-C first interrupts the command on the hosts; a second one leaves. Stays installed: one more signal must not end
 * us half way through leaving.
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

/** If we have a bug, the shell ends in good order – terminal restored, hosts hung up – before the error is reported. */
export function onCrash(crash: (error: unknown) => void): () => void {
  process.on('uncaughtException', crash).on('unhandledRejection', crash);
  return () => {
    process.off('uncaughtException', crash).off('unhandledRejection', crash);
  };
}

/**
 * In the shell Ctrl-C is a key; signals from outside make it leave with 128 and the signal's number. Stays installed,
 * too.
 */
export function onLeaving(leave: (status: number) => void): void {
  process.on('SIGTERM', () => leave(signalStatus('TERM')));
  process.on('SIGHUP', () => leave(signalStatus('HUP')));
}
