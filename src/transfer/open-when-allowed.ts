import { setTimeout as sleep } from 'node:timers/promises';
import { type Channel, ChannelRefused } from '../transport/channel.ts';

/** Between two tries, ms. */
const againMs = 200;
/** All tries together, ms: other channels come and go (MaxSessions). */
const patienceMs = 10_000;

/** A channel as soon as the server allows one. Rejects with the last refusal, or with the signal's reason. */
export async function openWhenAllowed(
  open: () => Promise<Channel>,
  signal: AbortSignal,
  patience = patienceMs,
): Promise<Channel> {
  const until = performance.now() + patience;
  for (;;) {
    try {
      const channel = await open();
      if (!signal.aborted) return channel;
      channel.close();
    } catch (error) {
      if (!(error instanceof ChannelRefused) || performance.now() > until) throw error;
      await sleep(againMs);
    }
    signal.throwIfAborted();
  }
}
