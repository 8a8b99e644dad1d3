import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Host } from '../../src/domain/host.ts';
import { CaseHost } from '../support/case-host.ts';
import { LocalTransport } from '../support/local-connection.ts';
import { Scratch } from '../support/local-shells.ts';

/** A bash whose account has this in its ~/.bashrc. */
async function bashWith(bashrc: string, host: Partial<Host> = {}): Promise<CaseHost> {
  const scratch = new Scratch();
  writeFileSync(path.join(scratch.home, '.bashrc'), bashrc);
  const transport = new LocalTransport({ env: scratch.env(), cwd: scratch.home });
  const started = new CaseHost(transport, { shell: 'bash', rc: 'interactive', ...host });
  onTestFinished(async () => {
    await started.remote.close();
    await transport.cleanUp();
    scratch.remove();
  });
  return started.ready();
}

const idle = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe('TMOUT (case 60)', () => {
  test.each(['TMOUT=1', 'export TMOUT=1', 'readonly TMOUT=1'])(
    'of a startup file does not end the shell: %s',
    async (line) => {
      const host = await bashWith(`${line}\n`);
      await host.type('held=still');
      await idle(2600);
      expect((await host.type('echo "$held"')).stdout.toString()).toBe('still\n');
      expect(host.notices).toEqual([]);
      expect(host.late).toBe('');
    },
  );

  test('that is typed ends it, which is told, and a new one is in its place', async () => {
    const host = await bashWith('');
    await host.type('cd /tmp; TMOUT=1');
    await host.until(() => host.notices.length > 0);
    expect(host.notices).toEqual(['shell ended, new shell started; restored: cwd']);
    expect((await host.type('pwd')).stdout.toString()).toBe('/tmp\n');
  });
});
