import { describe, expect, onTestFinished, test } from 'vitest';
import { Sandbox } from '../support/sandbox.ts';
import { Sshd, type SshdOptions, sshdMissing } from '../support/sshd.ts';
import { run } from '../support/without-screen.ts';

const missing = sshdMissing();
const password = 'correct horse';

/** A real server that is called by many names. */
async function server(options: SshdOptions = {}): Promise<Sshd> {
  const sshd = await Sshd.start({ loginShell: '/bin/sh', password, log: true, ...options });
  onTestFinished(() => sshd.stop());
  return sshd;
}

function inventoryOf(sandbox: Sandbox, sshd: Sshd, count: number, settings: object): string {
  const { user, port, knownHosts } = sshd;
  const defaults = { user, port, known_hosts: knownHosts, ...settings };
  const hosts = { [`h[001-${String(count).padStart(3, '0')}]`]: { address: '127.0.0.1' } };
  return sandbox.write('inventory.yaml', JSON.stringify({ version: 1, defaults, hosts }));
}

const failures = (sshd: Sshd): number => sshd.log().match(/^Failed password/gm)?.length ?? 0;

describe.skipIf(missing)(
  `a login on real servers${missing ? ` (skipped: ${missing})` : ''}`,
  () => {
    test('with a wrong password fails three times at 100 hosts, which are all told', async () => {
      const sshd = await server();
      const sandbox = new Sandbox();
      const file = inventoryOf(sandbox, sshd, 100, { password: 'wrong' });
      const { status, err } = await run(
        'tutti',
        ['run', '@all', '--inventory', file, '--', 'hostname'],
        {
          sandbox,
        },
      );
      expect(failures(sshd)).toBe(3);
      expect(status).not.toBe(0);
      const told = err.match(
        new RegExp(
          `not tried: the password of ${sshd.user} was refused by h\\d+, h\\d+, h\\d+ – check user: and password:, then reconnect`,
          'g',
        ),
      );
      expect(told).toHaveLength(97);
      expect(err.match(/refused – check user: and password:/g)).toHaveLength(3);
    });

    test('with the right password is tried once, then everywhere', async () => {
      const sshd = await server();
      const sandbox = new Sandbox();
      const file = inventoryOf(sandbox, sshd, 20, { password });
      const { status, out } = await run(
        'tutti',
        ['run', '@all', '--inventory', file, '--', 'echo in'],
        {
          sandbox,
        },
      );
      expect({ status, lines: out.match(/: in$/gm)?.length }).toEqual({ status: 0, lines: 20 });
      expect(failures(sshd)).toBe(0);
    });
  },
);
