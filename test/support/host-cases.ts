import { chmodSync, existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { CaseHost } from './case-host.ts';
import { processesWith } from './local-shells.ts';
import { until } from './processes.ts';
import { seededRandom } from './random.ts';

/** A host as the rows below need it. */
export interface CaseGround {
  readonly host: CaseHost;
  /** Ends the connection from the server's side, as a reset. */
  cut(): void;
  /** Where the host's shell is, with everybody's leave to write. */
  readonly folder: string;
  /** A number that no other column's sleeping processes have. */
  readonly sleep: string;
}

/** A row that takes more than typed lines; it stands below the table in docs/shells.md. */
export interface HostCase {
  readonly id: string;
  readonly title: string;
  run(ground: CaseGround): Promise<void>;
}

const answers = async (host: CaseHost): Promise<void> => {
  const { stdout, stderr } = await host.type('echo alive');
  expect([stdout.toString(), stderr.toString()]).toEqual(['alive\n', '']);
};

async function reconnect({ host, cut }: CaseGround): Promise<void> {
  const notices = host.notices.length;
  cut();
  await host.until(() => host.remote.state.kind !== 'ready');
  host.remote.connect();
  await host.until(() => host.remote.state.kind === 'ready' && host.notices.length > notices);
}

export const hostCases: readonly HostCase[] = [
  {
    id: '59',
    title: 'a silent command of a lost connection is found, named and can be ended',
    async run(ground) {
      const { host, sleep } = ground;
      const typed = host.start(`echo go; sleep ${sleep}; echo no`);
      await typed.prints('go');
      await reconnect(ground);
      expect((await typed.said).outcome.kind).toBe('lost');
      const lost = () => host.notices.at(-1) ?? '';
      await host.until(() => /still running/.test(lost()));
      const [, command = ''] = /with: (kill .*)$/.exec(lost()) ?? [];
      await host.type(command);
      await until('the end of it', () => processesWith(`sleep ${sleep}`).length === 0);
    },
  },
  {
    id: '62',
    title: 'interrupts at random moments wedge nothing',
    async run({ host }) {
      const random = seededRandom(62);
      const lines = ['sleep 0.05; echo a', ':', "echo 'x", 'sh -c "echo q; sleep 0.02"'];
      for (let n = 0; n < 8; n += 1) {
        const typed = host.start(lines[n % lines.length] ?? ':');
        await new Promise((resolve) => setTimeout(resolve, random.below(12)));
        typed.line.interrupt();
        expect((await typed.said).outcome.kind).toMatch(/exited|interrupted/);
        await answers(host);
      }
    },
  },
  {
    id: '63',
    title: 'an interrupt at the start of a command ends it',
    async run({ host, sleep }) {
      for (let n = 0; n < 5; n += 1) {
        const typed = host.start(`sleep ${sleep}; echo no`);
        typed.line.interrupt();
        const { outcome, stdout } = await typed.said;
        expect([outcome.kind, stdout.toString()]).toEqual(['interrupted', '']);
      }
      await answers(host);
    },
  },
  {
    id: '64',
    title: 'exports, umask and aliases hold over a lost connection',
    async run(ground) {
      const { host, folder } = ground;
      const taken = join(folder, 'taken');
      const awk = join(folder, 'awk');
      writeFileSync(awk, `#!/bin/sh\n/usr/bin/awk "$@"\n: >${taken}\n`);
      chmodSync(awk, 0o755);
      await host.type(`export PATH="${folder}:$PATH"; umask 027; export two='1\n2' one="it's"`);
      await host.type("alias greet='echo hi'");
      await until('a snapshot', () => existsSync(taken));
      await host.type(':');
      await reconnect(ground);
      const { stdout } = await host.type('umask; echo "$two$one"; greet');
      expect(stdout.toString()).toMatch(/^0?027\n1\n2it's\nhi\n$/);
    },
  },
  {
    id: '66',
    title: 'a stopped reader stops the program, and Ctrl-C ends it',
    async run({ host }) {
      let bytes = 0;
      const typed = host.start('head -c 67108864 /dev/zero; sleep 9', {
        take: (chunk) => {
          bytes += chunk.length;
          typed.line.pause();
        },
      });
      await host.until(() => bytes > 0);
      typed.line.interrupt();
      expect((await typed.said).outcome.kind).toBe('interrupted');
      expect(bytes).toBeLessThan(12 * 1024 * 1024);
      await answers(host);
    },
  },
];
