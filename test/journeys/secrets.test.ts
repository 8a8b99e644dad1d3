import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { embeddedFleet } from '../support/embedded-fleet.ts';
import { inventoryOf } from '../support/inventory-file.ts';
import { processes, until } from '../support/processes.ts';
import { openShell, type Program } from '../support/program.ts';
import { Sandbox } from '../support/sandbox.ts';
import { Started } from '../support/without-screen.ts';

/** Of this run alone: others may run on the machine. */
const canary = `canary-7Kq2-${process.pid}`;
const byPassword = { password: canary, ways: [['password' as const]] };

/** Everywhere but in what the test itself wrote. */
function expectNowhere(shell: Program): void {
  expectInNoProcess();
  expect(shell.said).not.toContain(canary);
  const files = readdirSync(shell.sandbox.state, { recursive: true, encoding: 'utf8' })
    .map((name) => path.join(shell.sandbox.state, name))
    .filter((file) => statSync(file).isFile());
  expect(files.some((file) => file.includes('/debug/'))).toBe(true);
  for (const file of files) expect(readFileSync(file, 'latin1')).not.toContain(canary);
}

/** @param except whose environment held it from the start. */
function expectInNoProcess(except?: number): void {
  for (const { pid, argv, environ } of processes()) {
    expect(argv).not.toContain(canary);
    if (pid !== except) expect(environ).not.toContain(canary);
  }
}

describe('a password', () => {
  it('of the inventory is in no argv, environment, record, history or screen', async () => {
    const fleet = await embeddedFleet({ count: 2, access: byPassword });
    const sandbox = new Sandbox();
    const file = inventoryOf(fleet, sandbox, { identity_file: undefined, password: canary });
    const shell = await openShell({ args: ['@all', '--debug', '--inventory', file], sandbox });
    await shell.sees('2 up');
    shell.enter('env; cat /proc/$$/environ /proc/$PPID/cmdline; echo done');
    await shell.sees('done');
    await shell.sees(/✓ 2/);
    shell.enter(':hosts');
    await shell.sees('up, bash');
    expectNowhere(shell);
    shell.press('esc');
    await shell.misses('Esc closes');
    expect(await shell.leave()).toBe(0);
    expectNowhere(shell);
  });

  it('of a program that would ask at the terminal: it has none, and takes no key from the prompt', async () => {
    const fleet = await embeddedFleet({ count: 1, access: byPassword });
    const sandbox = new Sandbox();
    const asking =
      'echo "gpg[$GPG_TTY]" >&2; printf "Vault password: " >/dev/tty; read -r word </dev/tty || exit 1; echo "$word"';
    const file = inventoryOf(fleet, sandbox, {
      identity_file: undefined,
      password_command: ['sh', '-c', asking],
    });
    const shell = await openShell({
      args: ['@all', '--debug', '--inventory', file],
      sandbox,
      env: { GPG_TTY: '/dev/tty' },
    });
    await shell.sees(/password_command sh: exit [12]: gpg\[\]/);
    expect(shell.said).not.toContain('Vault password: ');
    shell.enter('!read -r word </dev/tty; echo "got[$word]"');
    await shell.sees('got[]');
    shell.press('esc');
    await shell.misses('Esc closes');
    expect(await shell.leave()).toBe(0);
  });

  it('asked for on the screen is masked, kept nowhere, and asked once for all hosts', async () => {
    const fleet = await embeddedFleet({ count: 2, access: byPassword });
    const sandbox = new Sandbox();
    const file = inventoryOf(fleet, sandbox, {
      identity_file: undefined,
      password: { prompt: 'once' },
    });
    const shell = await openShell({ args: ['@all', '--debug', '--inventory', file], sandbox });
    await shell.sees(/password/i);
    shell.enter(canary);
    await shell.sees('2 up');
    shell.enter('echo in');
    await shell.seesRun('echo in', '✓ 2');
    expectNowhere(shell);
    expect(await shell.leave()).toBe(0);
    expectNowhere(shell);
  });

  it('that is refused is not told', async () => {
    const fleet = await embeddedFleet({ count: 1, access: { ...byPassword, password: 'other' } });
    const sandbox = new Sandbox();
    const file = inventoryOf(fleet, sandbox, { identity_file: undefined, password: canary });
    const shell = await openShell({ args: ['@all', '--debug', '--inventory', file], sandbox });
    await shell.sees('refused');
    expect(fleet.servers.get('web01')?.refusals).toBe(1);
    shell.enter('hostname');
    await shell.sees('not reached');
    expectNowhere(shell);
    expect(await shell.leave()).toBe(0);
  });

  it('that is mistyped is asked for again; wrong three times, it reaches no other host until a reconnect', async () => {
    const fleet = await embeddedFleet({ count: 6, access: byPassword });
    const refusals = () =>
      [...fleet.servers.values()].reduce((sum, host) => sum + host.refusals, 0);
    const sandbox = new Sandbox();
    const file = inventoryOf(fleet, sandbox, {
      identity_file: undefined,
      password: { prompt: 'once' },
    });
    const shell = await openShell({
      args: ['@all', '--debug', '--inventory', file],
      sandbox,
      columns: 140,
    });
    await shell.sees('password of demo');
    for (const [i, wrong] of ['one', 'two', 'three'].entries()) {
      await shell.sees(i > 0 ? 'refused – type it again' : 'password of demo');
      await shell.type(wrong).sees('•'.repeat(wrong.length));
      await shell.press('enter').misses('•');
      await until(`refusal ${i + 1}`, () => refusals() === i + 1);
    }
    await shell.sees('6 failed');
    expect(refusals()).toBe(3);
    shell.enter('hostname');
    await shell.sees('not tried: the password of demo was refused');
    expect(shell.screen).toContain('three times – reconnect');
    shell.enter(':reconnect');
    await shell.sees('Enter answers');
    shell.enter(canary);
    await shell.sees('6 up');
    expect(refusals()).toBe(3);
    expectNowhere(shell);
    expect(await shell.leave()).toBe(0);
  });

  it('of an environment variable is not handed on to any process', async () => {
    const fleet = await embeddedFleet({ count: 2, access: byPassword });
    const sandbox = new Sandbox();
    const file = inventoryOf(fleet, sandbox, {
      identity_file: undefined,
      password_env: 'TUTTI_CANARY',
    });
    const started = new Started(
      'tutti',
      ['run', '@all', '--inventory', file, '--', 'echo in; sleep 1'],
      { sandbox, env: { TUTTI_CANARY: canary } },
    );
    await started.says('web01: in');
    expect(sandbox.processes().length).toBeGreaterThan(1);
    expectInNoProcess(started.pid);
    const { status, out, err } = await started.ended();
    expect(status).toBe(0);
    expect(out + err).not.toContain(canary);
  });
});

describe('the passphrase of a key', () => {
  it('is asked for once for the hosts of all workers, again when wrong, and kept nowhere', async () => {
    const fleet = await embeddedFleet({ count: 4 });
    const how = ['-q', '-p', '-P', '', '-N', canary, '-a', '4'];
    execFileSync('ssh-keygen', [...how, '-f', fleet.identityFile]);
    const sandbox = new Sandbox();
    const file = inventoryOf(fleet, sandbox);
    const shell = await openShell({ args: ['@all', '--debug', '--inventory', file], sandbox });
    await shell.sees('passphrase of');
    expect(shell.screen).toContain('ssh-add');
    shell.enter('wrong');
    await shell.sees('refused');
    shell.enter(canary);
    await shell.sees('4 up');
    shell.enter('echo in');
    await shell.seesRun('echo in', '✓ 4');
    expectNowhere(shell);
    expect(await shell.leave()).toBe(0);
    expectNowhere(shell);
  });
});
