import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Host } from '../../src/domain/host.ts';
import { ssh2Transport } from '../../src/transport/ssh2-transport.ts';
import { CaseHost } from '../support/case-host.ts';
import { processes, until } from '../support/processes.ts';
import { seededRandom } from '../support/random.ts';
import { Sshd, sshdMissing } from '../support/sshd.ts';

const missing = sshdMissing();
if (missing !== undefined) process.stderr.write(`skipped, the soak: ${missing}\n`);

/** `TUTTI_SOAK_MINUTES=4 npm run test:faults`; some seconds without. */
const minutes = Number(process.env.TUTTI_SOAK_MINUTES ?? 0);
const seconds = minutes > 0 ? minutes * 60 : 4;

const mark = 'soak-7788';
const lines = [
  'sleep 0.03; echo slept',
  ':',
  "sh -c 'echo inner; sleep 0.05; echo done'",
  `sleep 0.02 & wait; echo waited`,
  'for i in 1 2 3; do echo $i; sleep 0.01; done',
  'seq 20000',
  "echo 'never closed",
  `sleep 7.${mark.slice(5)} | cat`,
  "trap 'echo trapped' INT; sleep 0.05; trap - INT",
  'cat </dev/null; false',
];

interface Counts {
  lines: number;
  interrupts: number;
  exited: number;
  interrupted: number;
  lost: number;
}

const found: string[] = [];

describe.skipIf(missing !== undefined)('a soak', { timeout: (seconds + 60) * 1000 }, () => {
  const columns = (['bash', 'sh', 'zsh'] as const).flatMap((shell) => [
    { shell, login: '/bin/bash', title: `${shell}, user` },
    { shell, login: undefined, title: `${shell}, root` },
  ]);

  test('of interrupts at random moments wedges no shell, loses none and leaves no orphan', async () => {
    for (let n = 0; n < 2; n += 1) load();
    const all = await Promise.all(
      columns.map(async ({ title, shell, login }, n) => {
        const counts = await soak(shell, login, n + 1);
        return { title, counts };
      }),
    );
    for (const { title, counts } of all) {
      const { lines: many, interrupts, exited, interrupted, lost } = counts;
      found.push(`| ${[title, many, interrupts, exited, interrupted, lost].join(' | ')} |`);
    }
    process.stderr.write(`${table()}\n`);
    if (minutes > 0) writeFileSync(page, `${intro}\n${table()}\n`);
    expect(all.filter(({ counts }) => counts.lost > 0)).toEqual([]);
    await until('orphans to be gone', () => orphans().length === 0);
  });
});

/** Types, interrupts at any moment, and looks whether the shell is the same and says what it should. */
async function soak(shell: Host['shell'], loginShell: string | undefined, seed: number) {
  const sshd = await Sshd.start(loginShell === undefined ? {} : { loginShell });
  onTestFinished(() => sshd.stop());
  const host = await new CaseHost(ssh2Transport, { ...sshd.host, shell }).ready();
  onTestFinished(() => host.remote.close());
  const random = seededRandom(seed);
  const counts: Counts = { lines: 0, interrupts: 0, exited: 0, interrupted: 0, lost: 0 };
  await host.type('held=still');
  const end = performance.now() + seconds * 1000;
  while (performance.now() < end) {
    const typed = host.start(lines[random.below(lines.length)] ?? ':');
    counts.lines += 1;
    let over = false;
    void typed.said.then(() => {
      over = true;
    });
    await new Promise((resolve) => setTimeout(resolve, random.below(60)));
    while (!over) {
      typed.line.interrupt();
      counts.interrupts += 1;
      await Promise.race([typed.said, new Promise((resolve) => setTimeout(resolve, 3000))]);
    }
    const { outcome } = await typed.said;
    if (outcome.kind === 'exited') counts.exited += 1;
    else if (outcome.kind === 'interrupted') counts.interrupted += 1;
    else counts.lost += 1;
    const { stdout } = await host.type('echo "$held"');
    if (stdout.toString() !== 'still\n') {
      counts.lost += 1;
      await host.type('held=still');
    }
  }
  return counts;
}

/** A processor that has something else to do. */
function load(): void {
  const busy = spawn('sh', ['-c', 'while :; do :; done'], { stdio: 'ignore' });
  onTestFinished(() => void busy.kill('SIGKILL'));
}

const orphans = () => processes().filter(({ argv }) => argv === `sleep 7.${mark.slice(5)}`);

const page = path.join(import.meta.dirname, '..', '..', 'docs', 'soak.md');
const table = () =>
  [
    '| shell | lines | interrupts | exited | interrupted | lost or wedged |',
    '|---|---|---|---|---|---|',
    ...found,
  ].join('\n');
const intro = `# The soak

Interrupts at random moments, with all processors busy, over real OpenSSH; after each line it must still be the same shell.
Written by \`TUTTI_SOAK_MINUTES=${minutes} npm run test:faults\`.
`;
