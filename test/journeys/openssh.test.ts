import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { kill } from '../support/processes.ts';
import type { Program } from '../support/program.ts';
import { entryOf, inventoryOfHosts, realHost, shellOn } from '../support/real-shell.ts';
import { sshdMissing } from '../support/sshd.ts';
import { run } from '../support/without-screen.ts';

const missing = sshdMissing();
if (missing !== undefined) process.stderr.write(`skipped, ssh itself: ${missing}\n`);

const postQuantum = { config: ['KexAlgorithms sntrup761x25519-sha512@openssh.com'] };

/** One host by each way. */
async function onThree(): Promise<Program> {
  const [plain, pq] = [await realHost(), await realHost(postQuantum)];
  const chosen = { ...entryOf(plain), transport: 'openssh' };
  const shell = await shellOn({ auto: entryOf(pq), chosen, plain: entryOf(plain) });
  await shell.sees('3 up');
  return shell;
}

const masters = (shell: Program) =>
  shell.sandbox.processes().filter(({ argv }) => argv.startsWith('ssh ') && argv.includes(' -M '));

describe.skipIf(missing !== undefined)('hosts that ssh itself reaches', () => {
  it('are like the others: lines, their state, Ctrl-C, a terminal', async () => {
    const shell = await onThree();
    expect(masters(shell)).toHaveLength(2);
    shell.enter('cd /usr; x=7').enter('echo $x in $PWD');
    await shell.seesRun('echo $x in $PWD', '✓ 3');
    shell.enter('sleep 3801');
    await shell.sees(/^ sleep 3801 /m);
    shell.press('ctrl-c');
    await shell.seesRun('sleep 3801', '✗ 3');
    shell.enter(':shell chosen');
    await shell.sees('chosen terminal ━');
    shell.type('tty; stty size\r');
    await shell.sees(/\/dev\/pts\/\d+\s+21 80/);
    shell.type('exit\r');
    await shell.sees('❯');
    expect(await shell.leave()).toBe(0);
    await shell.sandbox.deserted();
  });

  it('leave no ssh behind when the shell, or its workers, are killed', async () => {
    const shell = await onThree();
    expect(masters(shell)).toHaveLength(2);
    for (const { pid, argv } of shell.sandbox.processes()) {
      if (argv.includes('worker')) kill(pid);
    }
    await shell.sees('3 up');
    kill(shell.pid);
    await shell.sandbox.deserted(8000);
  });

  it('stand on the trust screen with the others', async () => {
    const sshd = await realHost();
    const unknown = { ...entryOf(sshd), known_hosts: path.join(sshd.folder, 'mine') };
    const asked = { ...unknown, host_key_check: 'ask' };
    const shell = await shellOn({ a: asked, b: { ...asked, transport: 'openssh' } });
    await shell.sees('a,b ed25519 SHA256:');
    shell.type('a');
    await shell.sees('accept the key');
    shell.press('enter');
    await shell.sees('2 up');
    expect(await shell.leave()).toBe(0);
  });

  it('ask for a password on the screen, once for all of them', async () => {
    const sshd = await realHost({ password: 'open sesame' });
    const { identity_file: _, ...entry } = entryOf(sshd);
    const asked = { ...entry, password: { prompt: 'once' }, transport: 'openssh' };
    const shell = await shellOn({ a: asked, b: asked, c: asked });
    await shell.sees('password');
    shell.type('open sesame\r');
    await shell.sees('3 up');
    expect(shell.said).not.toContain('sesame');
    expect(await shell.leave()).toBe(0);
    await shell.sandbox.deserted();
  });

  it('take and give files', async () => {
    const sshd = await realHost();
    const sandbox = inventoryOfHosts({ a: { ...entryOf(sshd), transport: 'openssh' } });
    writeFileSync(path.join(sandbox.folder, 'f'), 'content\n');
    const put = await run('tutti', ['put', '@all', 'f', 'g'], { sandbox });
    expect(put).toMatchObject({ status: 0 });
    expect(readFileSync(path.join(sshd.home, 'g'), 'utf8')).toBe('content\n');
  });
});
