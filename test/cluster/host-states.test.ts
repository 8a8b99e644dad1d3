import { describe, expect, it } from 'vitest';
import { HostStates } from '../../src/cluster/host-states.ts';
import type { HostState, ShellFacts } from '../../src/domain/host.ts';

const shell = {} as ShellFacts;
const ready: HostState = { kind: 'ready', shell };
const failure = { kind: 'unreachable', message: 'connection refused' } as const;
const retrying: HostState = { kind: 'retrying', at: 0, failure };
const failed: HostState = { kind: 'failed', failure };

/** Whether the promise has settled by now. */
async function settled(promise: Promise<void>): Promise<boolean> {
  let done = false;
  void promise.then(() => {
    done = true;
  });
  await new Promise((resolve) => setImmediate(resolve));
  return done;
}

describe('waiting for hosts', () => {
  it('ends at once for hosts that have been tried', async () => {
    const states = new HostStates();
    states.set('a', ready);
    states.set('b', failed);
    expect(await settled(states.settled(['a', 'b']))).toBe(true);
  });

  it('waits for the last host, and takes a failed try for an end', async () => {
    const states = new HostStates();
    const wait = states.settled(['a', 'b']);
    states.set('a', ready);
    states.set('b', { kind: 'connecting' });
    expect(await settled(wait)).toBe(false);
    states.set('b', retrying);
    expect(await settled(wait)).toBe(true);
  });

  it('waits longer for a host that is coming back than its failed try', async () => {
    const states = new HostStates();
    states.set('a', retrying);
    const wait = states.returned(['a'], 60_000);
    expect(await settled(wait)).toBe(false);
    states.set('a', { kind: 'connecting' });
    expect(await settled(wait)).toBe(false);
    states.set('a', ready);
    expect(await settled(wait)).toBe(true);
  });

  it('gives up waiting for a host that does not come back in time', async () => {
    const states = new HostStates();
    states.set('a', retrying);
    await states.returned(['a'], 5);
    expect(states.get('a')).toBe(retrying);
  });
});
