import { chmodSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createOpensshTransport } from '../../src/transport/openssh/transport.ts';
import { CaseHost } from '../support/case-host.ts';
import { hostCases } from '../support/host-cases.ts';
import { findProgram } from '../support/local-shells.ts';
import { runCase } from '../support/run-case.ts';
import { shellCases } from '../support/shell-cases.ts';
import { Sshd, sshdMissing } from '../support/sshd.ts';

const missing = sshdMissing();
if (missing !== undefined) process.stderr.write(`skipped, no real sshd: ${missing}\n`);

/** Sleeping processes of this suite. */
const sleep = '81';

describe.skipIf(missing !== undefined)('the acceptance list by ssh itself, in bash', () => {
  const hosts: CaseHost[] = [];
  let sshd: Sshd;

  async function connect(): Promise<CaseHost> {
    const transport = createOpensshTransport({ config: 'none' });
    const host = new CaseHost(transport, { ...sshd.host, shell: 'auto' });
    hosts.push(host);
    return host.ready();
  }

  beforeAll(async () => {
    sshd = await Sshd.start({ loginShell: '/bin/bash' });
    await connect();
  });
  afterAll(async () => {
    for (const host of hosts) {
      await host.remote.close();
      host.killLeftovers();
    }
    await sshd?.stop();
  });

  async function inPlace(id: string, run: (host: CaseHost, place: string) => Promise<void>) {
    const folder = join(sshd.folder, id);
    mkdirSync(folder);
    chmodSync(folder, 0o777);
    const host = hosts.at(-1) as CaseHost;
    await host.type(`cd ${folder}`);
    try {
      await run(host, folder);
    } catch (error) {
      await connect();
      throw error;
    }
    // What one case has set must not be there for the next.
    const before = host.notices.length;
    await host.type('\\exit 0');
    await host.until(() => host.notices.length > before);
  }

  const present = shellCases.filter(
    ({ needs }) => needs?.every((name) => findProgram(name)) ?? true,
  );

  test.each(present)('$id $title', (each) =>
    inPlace(each.id, (host, folder) => runCase(host, each, 'bash', folder, sleep)),
  );

  test.each(hostCases)('$id $title', (each) =>
    inPlace(each.id, (host, folder) =>
      each.run({ host, folder, cut: () => sshd.cut(), sleep: `${sleep}99` }),
    ),
  );

  // bash lets the programs of such a job take INT, and the job goes on with the next of them
  test('Ctrl-C spares the programs of an earlier job that is a list', () =>
    inPlace('job-list', async (host) => {
      await host.type(`(sleep ${sleep}61; echo broken) & echo up`);
      const up = `until ps -A -o args= | grep -q '[s]leep ${sleep}61'; do sleep 0.02; done`;
      await host.type(up);
      const typed = host.start(`sh -c 'echo go; exec sleep ${sleep}62'`);
      await typed.prints('go');
      typed.line.interrupt();
      expect((await typed.said).outcome).toEqual({ kind: 'interrupted', code: 130 });
      await host.type('echo after');
      expect(host.late).not.toContain('broken');
      const ended = await host.type(`ps -A -o args= | grep -c '[s]leep ${sleep}61'`);
      expect(ended.stdout.toString()).toBe('1\n');
    }));

  test('is long enough', () => {
    expect(present.length).toBeGreaterThan(40);
  });
});
