import { describe, expect, it } from 'vitest';
import { firstWindow, ReceiveBudget, ReceiveWindow } from '../../src/transport/receive-window.ts';

const [kb, mb] = [1024, 1024 * 1024];

/** A server that always sends as much as it may. */
function flooding(budget: ReceiveBudget) {
  let allowed = firstWindow;
  let sent = 0;
  const window = new ReceiveWindow((bytes) => {
    allowed += bytes;
  }, budget);
  return {
    get underWay() {
      return allowed;
    },
    get sent() {
      return sent;
    },
    /** Sends a packet, which is taken at once. */
    send(most = 32 * kb) {
      const bytes = Math.min(most, allowed);
      allowed -= bytes;
      sent += bytes;
      window.taken(bytes);
    },
    /** Sends a packet that waits for somebody to take it. */
    sendUnread(most = 32 * kb) {
      allowed -= Math.min(most, allowed);
    },
  };
}

function flooded(count: number, packets: number) {
  const budget = new ReceiveBudget(() => 0);
  const hosts = Array.from({ length: count }, () => flooding(budget));
  for (let n = 0; n < packets; n++) for (const host of hosts) host.send();
  return hosts;
}

describe('what a server may send before it hears that it was taken', () => {
  it('is little until it has much to send, and 2 MB for one that floods alone', () => {
    expect(flooded(1, 2)[0]?.underWay).toBeLessThan(firstWindow);
    const [host] = flooded(1, 200);
    expect(host?.underWay).toBeGreaterThan(mb);
    expect(host?.underWay).toBeLessThanOrEqual(2 * mb);
  });

  it.each([8, 20, 100])('is shared by %i that flood: 8 MB in all', (count) => {
    const all = flooded(count, 500).reduce((sum, { underWay }) => sum + underWay, 0);
    expect(all).toBeLessThanOrEqual(8 * mb);
    expect(all).toBeGreaterThan(2 * mb);
  });

  it.each([1, 20, 500])('never ends while it is taken: %i hosts', (count) => {
    for (const { sent } of flooded(count, 100)) expect(sent).toBe(100 * 32 * kb);
  });

  it('goes on after packets of any size', () => {
    const budget = new ReceiveBudget(() => 0);
    const hosts = Array.from({ length: 30 }, () => flooding(budget));
    for (let n = 0; n < 3000; n++) for (const host of hosts) host.send(1 + ((n * 7919) % 32_768));
    for (const { underWay } of hosts) expect(underWay).toBeGreaterThan(0);
  });

  it('ends when nobody takes it', () => {
    const host = flooding(new ReceiveBudget(() => 0));
    for (let n = 0; n < 100; n++) host.sendUnread();
    expect(host.underWay).toBe(0);
  });

  it('is all for the one that goes on when the others have nothing to send any more', () => {
    let now = 0;
    const budget = new ReceiveBudget(() => now);
    const hosts = Array.from({ length: 40 }, () => flooding(budget));
    for (let n = 0; n < 100; n++) for (const host of hosts) host.send();
    const [last] = hosts;
    expect(last?.underWay).toBeLessThanOrEqual((8 * mb) / 40);
    now = 2000;
    for (let n = 0; n < 100; n++) last?.send();
    expect(last?.underWay).toBeGreaterThan(mb);
  });
});
