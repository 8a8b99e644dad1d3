import { once } from 'node:events';
import { createServer } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { Network, networkMissing } from '../support/network.ts';
import { freePort } from '../support/ports.ts';
import { entryOf, inventoryOfHosts, named, realHost, shellOn } from '../support/real-shell.ts';
import { sshdMissing } from '../support/sshd.ts';
import { run } from '../support/without-screen.ts';

const missing = sshdMissing() ?? networkMissing();
if (missing !== undefined) process.stderr.write(`skipped, unreachable hosts: ${missing}\n`);

/** Takes connections and says nothing. */
async function silentPort(): Promise<number> {
  const server = createServer(() => {}).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const address = server.address();
  return typeof address === 'object' && address ? address.port : 0;
}

/** 60 of 100 hosts are there: 20 swallow every packet, 10 refuse, 5 have no address, 5 are silent. */
async function hundredHosts() {
  const cable = new Network();
  onTestFinished(() => cable.close());
  const sshd = await realHost();
  cable.drop(22);
  const there = entryOf(sshd);
  const swallowed = Object.fromEntries(
    cable
      .furtherAddresses(20)
      .map((address, n) => [`swallowed${n}`, { ...there, address, port: 22 }]),
  );
  return {
    ...named('up', 60, there),
    ...swallowed,
    ...named('refused', 10, { ...there, port: await freePort() }),
    ...named('nameless', 5, { ...there, address: 'no-such-host.invalid' }),
    ...named('silent', 5, { ...there, port: await silentPort() }),
  };
}

describe.skipIf(missing !== undefined)(
  'of 100 hosts 40 that are not there (F3)',
  { timeout: 90_000 },
  () => {
    test('are named with their reasons, the others answer', async () => {
      const sandbox = inventoryOfHosts(await hundredHosts());
      const { status, out } = await run(
        'tutti',
        ['run', '@all', '--connect-timeout', '5', '--jsonl', '--', 'echo here'],
        { sandbox },
      );
      expect(status).toBe(5);
      const events = out
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line));
      const outcomes = events.filter(({ type }) => type === 'outcome');
      expect(outcomes).toHaveLength(100);
      const kinds = (prefix: string) => [
        ...new Set(
          outcomes
            .filter(({ host }) => host.startsWith(prefix))
            .map(({ kind, reason, code }) => `${kind} ${reason ?? code}`),
        ),
      ];
      expect(kinds('up')).toEqual(['exited 0']);
      expect(kinds('swallowed')).toEqual(['not-started timeout']);
      expect(kinds('refused')).toEqual(['not-started unreachable']);
      expect(kinds('nameless')).toEqual(['not-started unreachable']);
      expect(kinds('silent')).toEqual(['not-started timeout']);
      const words = (prefix: string): string =>
        outcomes.find(({ host }) => host.startsWith(prefix)).message;
      const reasons = ['swallowed', 'refused', 'nameless', 'silent'].map(words);
      expect(new Set(reasons).size).toBe(4);
    });

    test('do not hold up the prompt: the 60 are used at once', async () => {
      const hosts = await hundredHosts();
      const shell = await shellOn(hosts, { columns: 160, rows: 40 }, ['--connect-timeout', '25']);
      await shell.sees('60 up');
      shell.enter('@up* echo quick');
      await shell.seesRun('echo quick', '✓ 60');
      expect(shell.screen).toMatch(/\d+ coming/);
      expect(await shell.leave()).toBe(0);
    });
  },
);
