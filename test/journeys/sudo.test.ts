import { mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { debugLines } from '../support/debug-log.ts';
import { processes } from '../support/processes.ts';
import { openShell, type Program } from '../support/program.ts';
import { Sandbox } from '../support/sandbox.ts';
import { Sshd, sshdMissing } from '../support/sshd.ts';
import { letSudo, sudoMissing } from '../support/sudoer.ts';

const missing = sshdMissing() ?? sudoMissing();
if (missing !== undefined) process.stderr.write(`skipped, sudo in the shell: ${missing}\n`);

const password = 'canary-sudo-9Kx';

/** The shell on three hosts that are one real sshd, whose user needs a password for sudo. */
async function onThreeHosts(): Promise<{ shell: Program; sshd: Sshd }> {
  const sshd = await Sshd.start({ loginShell: '/bin/bash' });
  const takeBack = letSudo(sshd.user, { password });
  onTestFinished(async () => {
    takeBack();
    await sshd.stop();
  });
  const sandbox = new Sandbox();
  const { address, port, user, identityFiles = [], knownHosts } = sshd.host;
  const defaults = { port, user, identity_file: identityFiles, known_hosts: knownHosts };
  const hosts = { a: { address }, b: { address }, c: { address } };
  const text = JSON.stringify({ version: 1, defaults, hosts });
  const inventory = sandbox.write('inventory.yaml', text);
  const args = ['--debug', '--inventory', inventory, 'a,b,c'];
  const shell = await openShell({ sandbox, args });
  await shell.sees('3 up');
  return { shell, sshd };
}

describe.skipIf(missing !== undefined)('sudo', { timeout: 60_000 }, () => {
  test('asks once for all hosts, tries it on one, and keeps it to itself', async () => {
    const { shell } = await onThreeHosts();
    shell.enter('sudo id -u');
    await shell.sees('sudo password of');
    await shell.sees('╭ b ? ');
    shell.enter('wrong');
    await shell.sees('refused – type another');
    shell.enter(password);
    await shell.seesRun('sudo id -u', '✓ 3');
    await shell.misses('sudo password of');
    shell.enter('echo again | sudo cat');
    await shell.seesRun('echo again | sudo cat', '✓ 3');
    expect(shell.said).not.toContain(password);
    for (const { argv, environ } of processes()) {
      expect(`${argv} ${environ}`).not.toContain(password);
    }
    expect(await shell.leave()).toBe(0);
    expect(shell.said).not.toContain(password);
    const kept = filesOf(shell.sandbox.state);
    expect(debugLines(shell.sandbox)).toContain('the sudo that was sent: accepted');
    for (const file of kept) expect(readFileSync(file, 'latin1')).not.toContain(password);
  });

  test('is let down on every host by Esc, and asks again once it was forgotten', async () => {
    const { shell } = await onThreeHosts();
    shell.enter('sudo id -u');
    await shell.sees('sudo password of');
    shell.press('esc');
    await shell.seesRun('sudo id -u', '✗ 3');
    shell.enter('sudo -k id -u');
    await shell.sees('sudo password of');
    shell.enter(password);
    await shell.seesRun('sudo -k id -u', '✓ 3');
    shell.enter(':forget');
    await shell.sees('the next sudo asks again');
    shell.enter('sudo -k id -u; echo');
    await shell.sees('sudo password of');
    shell.press('ctrl-c');
    await shell.misses('sudo password of');
    await shell.seesRun('sudo -k id -u; echo', '✓ 3');
    await shell.sees('no password was provided');
    expect(await shell.leave()).toBe(0);
  });

  test('copies into a place of root’s, with the password', async () => {
    const { shell, sshd } = await onThreeHosts();
    const place = path.join(sshd.folder, 'of-root');
    mkdirSync(place, { mode: 0o700 });
    const file = shell.sandbox.write('new.conf', 'content\n');
    shell.enter(`:put --sudo ${file} ${place}/`);
    await shell.sees('sudo password of');
    shell.enter(password);
    await shell.sees('✓ 3');
    await shell.misses('sudo password of');
    expect(readFileSync(path.join(place, 'new.conf'), 'utf8')).toBe('content\n');
    expect(statSync(path.join(place, 'new.conf')).uid).toBe(0);
    expect(readdirSync(place)).toEqual(['new.conf']);
    expect(await shell.leave()).toBe(0);
  });
});

const filesOf = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => path.join(folder, name))
    .filter((file) => statSync(file).isFile());
