import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { ssh2Transport } from '../../src/transport/ssh2-transport.ts';
import { CaseHost } from '../support/case-host.ts';
import { processesWith } from '../support/local-shells.ts';
import { Sshd, type SshdOptions, sshdMissing } from '../support/sshd.ts';
import { hasShell } from '../support/typing-shell.ts';

const missing = sshdMissing();
if (missing !== undefined) process.stderr.write(`skipped, no real sshd: ${missing}\n`);

const ends: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

async function host(options: SshdOptions): Promise<{ sshd: Sshd; host: CaseHost }> {
  const sshd = await Sshd.start(options);
  ends.push(() => sshd.stop());
  const host = new CaseHost(ssh2Transport, { ...sshd.host, shell: 'auto' });
  ends.push(async () => {
    await host.remote.close();
    host.killLeftovers();
  });
  return { sshd, host: await host.ready() };
}

const names = async (host: CaseHost, path: string) =>
  (await host.remote.list({ kind: 'folder', path }))?.split('\0').slice(0, -1);

describe.skipIf(missing !== undefined)('names for completion from OpenSSH', () => {
  test.each(['bash', 'dash', 'zsh', 'fish', 'tcsh', 'rbash'].filter(hasShell))(
    'come from an account with %s, from where its shell is, also while a line runs there',
    async (login) => {
      const loginShell = login === 'rbash' ? '/bin/rbash' : `/usr/bin/${login}`;
      const { sshd, host: one } = await host({ loginShell });
      mkdirSync(join(sshd.home, 'sub'), { mode: 0o755 });
      writeFileSync(join(sshd.home, 'sub', 'a b'), '');
      expect(await names(one, '')).toContain('sub/');
      await one.type('cd sub');
      const typed = one.start('sleep 3629');
      expect(await names(one, '')).toEqual(['a b']);
      expect(await names(one, '~/')).toContain('sub/');
      const programs = await one.remote.list({ kind: 'commands' });
      expect(programs?.split('\0')).toContain('uname');
      typed.line.interrupt();
      expect((await typed.said).outcome.kind).toBe('interrupted');
    },
  );

  test('are not had where the server allows one channel, and the shell goes on', async () => {
    const { host: one } = await host({ config: ['MaxSessions 1'] });
    expect(await names(one, '/')).toBeUndefined();
    expect((await one.type('echo on')).stdout.toString()).toBe('on\n');
  });

  test('leave nothing behind when the host is hung up', async () => {
    const { host: one } = await host({ loginShell: '/bin/sh' });
    expect(await names(one, '/')).toContain('etc/');
    await one.remote.close();
    const { state } = one.remote;
    expect(state.kind).toBe('off');
    expect(await names(one, '/')).toBeUndefined();
    expect(processesWith('sleep 3629')).toEqual([]);
  });
});
