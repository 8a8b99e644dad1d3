import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { kill, processes, until } from '../support/processes.ts';
import type { Program } from '../support/program.ts';
import { entryOf, realHost, shellOn } from '../support/real-shell.ts';
import { sshdMissing } from '../support/sshd.ts';

const missing = sshdMissing();
if (missing !== undefined) process.stderr.write(`skipped, no real sshd: ${missing}\n`);

/** Never typed as it stands: what is looked for is the value, not the line. */
const secret = { typed: 'canary$((40+2))-restored', value: 'canary42-restored' };

function killWorkers(shell: Program): void {
  for (const { pid, parent, argv } of shell.sandbox.processes())
    if (parent === shell.pid && argv.endsWith('worker.js')) kill(pid);
}

/** But for the shells on the host and what they run, whose environment it is. */
function inNoProcess(shell: Program): void {
  const ours = processes().filter(
    ({ pid, environ }) => pid === shell.pid || environ.includes(shell.sandbox.folder),
  );
  expect(ours.length).toBeGreaterThan(1);
  for (const { argv, environ } of ours) expect(argv + environ).not.toContain(secret.value);
  for (const { argv } of processes()) expect(argv).not.toContain(secret.value);
}

function inNoFile(folder: string): void {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => path.join(folder, name))
    .filter((file) => statSync(file).isFile());
  expect(files.length).toBeGreaterThan(1);
  for (const file of files) expect(readFileSync(file, 'latin1')).not.toContain(secret.value);
}

describe.skipIf(missing !== undefined)('a worker that is killed in mid-use', () => {
  it.each(['ssh2', 'openssh'])(
    'costs nothing but what ran, and what was exported is in no file, argv or log (%s)',
    async (transport) => {
      const sshd = await realHost();
      const shell = await shellOn(
        { one: { ...entryOf(sshd), transport } },
        { columns: 120, rows: 40 },
        ['--debug'],
      );
      await shell.sees('1 up');
      for (const line of ['cd /usr/bin; umask 027', 'alias hi="echo alias"', 'greet() { pwd -P; }'])
        await shell.enter(line).seesRun(line, '✓ 1');
      shell.enter(`export TOKEN=${secret.typed}`).enter('echo x >>~/count; sleep 3721');
      await until('the command', () => processes().some(({ argv }) => argv === 'sleep 3721'));
      killWorkers(shell);
      await shell.seesRun('echo x >>~/count; sleep 3721', '⌁ 1 lost');
      await shell.sees('restored: cwd, shell options, exports, umask, functions, aliases');
      await shell.sees('what was lost is still running: pid ');
      await shell.sees('1 up');
      inNoProcess(shell);
      shell.enter('echo ${#TOKEN} $PWD $(umask) $(wc -l <~/count); hi; greet');
      await shell.sees(/^│ 17 \/usr\/bin 0027 1 +│\n│ alias +│\n│ \/usr\/bin /m);
      expect(await shell.leave()).toBe(0);
      expect(shell.said).not.toContain(secret.value);
      inNoFile(shell.sandbox.folder);
    },
  );
});
