import { setTimeout as delay } from 'node:timers/promises';
import { ConnectError } from './channel.ts';
import { HandshakeDropped } from './connect-failure.ts';

export interface RetryTimes {
  /** Longest wait before the second try, ms; it doubles with each further one. */
  readonly first: number;
  /** … up to this, ms. */
  readonly most: number;
  readonly tries: number;
}

// sshd drops unfinished logins above its MaxStartups (sshd_config(5)).
const usualTimes: RetryTimes = { first: 500, most: 8000, tries: 6 };

/**
 * Tries again if a busy server dropped the link before the login, each time after a random wait, so that those who were
 * dropped together do not come back together. Any other failure is rejected at once.
 */
export async function retryDropped<T>(
  attempt: () => Promise<T>,
  signal?: AbortSignal,
  { first, most, tries }: RetryTimes = usualTimes,
): Promise<T> {
  for (let done = 1; ; done += 1) {
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof HandshakeDropped) || done >= tries) throw error;
    }
    const wait = Math.random() * Math.min(most, first * 2 ** (done - 1));
    await delay(wait, undefined, signal && { signal });
  }
}

/** Tries again, a second later, if no server could be reached (ssh_config(5), ConnectionAttempts). */
export async function retryUnreached<T>(
  tries: number,
  attempt: () => Promise<T>,
  signal?: AbortSignal,
  pause = 1000,
): Promise<T> {
  for (let done = 1; ; done += 1) {
    try {
      return await attempt();
    } catch (error) {
      if (!isUnreached(error) || done >= tries) throw error;
    }
    await delay(pause, undefined, signal && { signal });
  }
}

const isUnreached = (error: unknown): boolean =>
  error instanceof ConnectError &&
  !(error instanceof HandshakeDropped) &&
  error.retry &&
  ['unreachable', 'timeout'].includes(error.failure.kind);
