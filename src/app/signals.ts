import { signalStatus } from '../cli/exit-status.ts';

export interface SignalReactions {
  /** The first Ctrl-C, and each further one until it is too many. */
  interrupt(): void;
  /** Close and go; `signal` without SIG. */
  leave(signal: string): void;
}

/** Ctrl-C within this time of the one before means: leave now, ms. */
const impatience = 2000;

/** Ctrl-C interrupts the hosts' command first, a second one leaves. Returns what takes the listeners off. */
export function onSignals({ interrupt, leave }: SignalReactions): () => void {
  let last = 0;
  const onInterrupt = () => {
    const now = performance.now();
    if (last > 0 && now - last < impatience) leave('INT');
    else interrupt();
    last = now;
  };
  const terminate = () => leave('TERM');
  const hangUp = () => leave('HUP');
  process.on('SIGINT', onInterrupt).on('SIGTERM', terminate).on('SIGHUP', hangUp);
  return () => {
    process.off('SIGINT', onInterrupt).off('SIGTERM', terminate).off('SIGHUP', hangUp);
  };
}

/** A bug of ours ends the shell in order – terminal restored, hosts hung up – before it is told. */
export function onCrash(crash: (error: unknown) => void): () => void {
  process.on('uncaughtException', crash).on('unhandledRejection', crash);
  return () => {
    process.off('uncaughtException', crash).off('unhandledRejection', crash);
  };
}

/** In the shell Ctrl-C is a key; what ends it from outside leaves with 128 and the signal's number. */
export function onLeaving(leave: (status: number) => void): () => void {
  const terminate = () => leave(signalStatus('TERM'));
  const hangUp = () => leave(signalStatus('HUP'));
  process.on('SIGTERM', terminate).on('SIGHUP', hangUp);
  return () => {
    process.off('SIGTERM', terminate).off('SIGHUP', hangUp);
  };
}
