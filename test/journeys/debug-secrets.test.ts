import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { debugLines, debugLogs } from '../support/debug-log.ts';
import { embeddedFleet } from '../support/embedded-fleet.ts';
import { inventoryOf } from '../support/inventory-file.ts';
import { openShell } from '../support/program.ts';
import { entryOf, inventoryOfHosts, realHost } from '../support/real-shell.ts';
import { Sandbox } from '../support/sandbox.ts';
import { sshdMissing } from '../support/sshd.ts';
import { run } from '../support/without-screen.ts';

// What the other canaries have no place for; they look into the debug log, too (canaries.test.ts, secrets.test.ts).

const missing = sshdMissing();
if (missing !== undefined) process.stderr.write(`skipped, logs of real logins: ${missing}\n`);

/** Of this run alone. */
const canary = (of: string): string => `canary-${of}-${process.pid}`;

function expectNone(sandbox: Sandbox): void {
  const logs = debugLogs(sandbox);
  expect(logs.length).toBeGreaterThan(0);
  for (const log of logs) expect(readFileSync(log, 'latin1')).not.toContain('canary-');
}

describe('what the debug log does not have', () => {
  it('is a line that is typed, what it prints, a variable, what is given to its input', async () => {
    const fleet = await embeddedFleet({ count: 1 });
    const sandbox = new Sandbox();
    const inventory = inventoryOf(fleet, sandbox, {
      vars: { token: canary('inventory') },
      ssh_options: { SetEnv: `TOKEN=${canary('env')}` },
    });
    const shell = await openShell({ args: ['@all', '--debug', '--inventory', inventory], sandbox });
    await shell.sees('1 up');
    shell.enter(`export A=${canary('typed')}; echo $A`);
    await shell.sees(/^ export A=.* ✓ 1 /m);
    shell.enter(`:pty echo ${canary('terminal')}`);
    await shell.sees(/^ (?::pty )?echo canary-term.* ✓ 1 /m);
    shell.enter(':stdin cat');
    await shell.sees('Ctrl-D');
    shell.enter(canary('input')).press('ctrl-d');
    await shell.seesRun('cat', '✓ 1');
    shell.enter('echo %{token}');
    await shell.seesRun('echo %{token}', '✓ 1');
    expect(shell.said).toContain(canary('terminal'));
    expect(shell.said).toContain(canary('inventory'));
    expect(await shell.leave()).toBe(0);
    expect(debugLines(sandbox, 'web01').match(/: (?:run|terminal) begins$/gm)).toHaveLength(4);
    expectNone(sandbox);
  });

  it('is a key that the inventory holds', async () => {
    const fleet = await embeddedFleet({ count: 1 });
    const sandbox = new Sandbox();
    const identity = readFileSync(fleet.identityFile, 'utf8');
    const inventory = inventoryOf(fleet, sandbox, { identity_file: undefined, identity });
    const args = ['run', '@all', '--debug', '--inventory', inventory, '--', 'true'];
    expect((await run('tutti', args, { sandbox })).status).toBe(0);
    expect(debugLines(sandbox, 'web01')).toContain('question 1: the key of the inventory');
    const [log = ''] = debugLogs(sandbox);
    const text = readFileSync(log, 'utf8');
    for (const line of identity.trim().split('\n')) expect(text).not.toContain(line);
  });

  it('is a password that the host itself says again', async () => {
    const password = canary('echoed');
    const rounds = [
      [{ prompt: 'Password: ', echo: false, answer: password }],
      [{ prompt: `You said ${password}, sure? `, echo: true, answer: 'yes' }],
    ];
    const access = { password, rounds, ways: [['keyboard-interactive' as const]] };
    const fleet = await embeddedFleet({ count: 1, access });
    const sandbox = new Sandbox();
    const inventory = inventoryOf(fleet, sandbox, { identity_file: undefined, password });
    const args = ['run', '@all', '--debug', '--inventory', inventory, '--', 'true'];
    const { status } = await run('tutti', args, { sandbox });
    expect(status).toBe(7);
    expect(debugLines(sandbox, 'web01')).toContain('the host asks: You said [secret], sure?');
    expectNone(sandbox);
  });
});

describe.skipIf(missing !== undefined)('by ssh itself, in its own words', () => {
  it('is no password, right or wrong, no passphrase, no variable and no command either', async () => {
    const password = canary('password');
    const sshd = await realHost({ password });
    const entry = { ...entryOf(sshd), transport: 'openssh' };
    const key = `${sshd.folder}/user_key`;
    const how = ['-q', '-p', '-P', '', '-N', canary('passphrase'), '-a', '4'];
    execFileSync('ssh-keygen', [...how, '-f', key]);
    const ssh_options = { SetEnv: `TOKEN=${canary('env')}` };
    const byPassword = { ...entry, identity_file: `${sshd.folder}/host_key`, ssh_options };
    const sandbox = inventoryOfHosts({
      right: { ...byPassword, password },
      wrong: { ...byPassword, password: canary('wrong') },
      locked: entry,
    });
    const inventory = `${sandbox.folder}/inventory.yaml`;
    const args = ['@all', '--debug', '--inventory', inventory];
    const shell = await openShell({ args, sandbox, columns: 140 });
    await shell.sees('passphrase of');
    shell.enter(canary('passphrase'));
    await shell.sees('2 up');
    await shell.sees('1 failed');
    shell.enter(`echo ${canary('typed')}`);
    await shell.sees(/^ echo canary-typed.* ✓ 2 /m);
    shell.enter(`:pty echo ${canary('terminal')}`);
    await shell.sees(/^ (?::pty )?echo canary-term.* ✓ 2 /m);
    expect(await shell.leave()).toBe(0);
    expect(debugLines(sandbox, 'right')).toMatch(/ssh: Authenticated to .* using "password"/);
    expect(debugLines(sandbox, 'wrong')).toContain('ssh: Permission denied, please try again.');
    expect(debugLines(sandbox, 'locked')).toMatch(/question \d+: the passphrase of/);
    expectNone(sandbox);
  });
});
