import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { embeddedFleet } from '../support/embedded-fleet.ts';
import { inventoryOf } from '../support/inventory-file.ts';
import { openShell, type Program } from '../support/program.ts';
import { Sandbox } from '../support/sandbox.ts';

/** The shell on two hosts of a guarded group, which has `more` besides. */
async function guarded(more: object = {}): Promise<Program> {
  const fleet = await embeddedFleet({ count: 2 });
  const sandbox = new Sandbox();
  const file = inventoryOf(fleet, sandbox);
  const plain = JSON.parse(readFileSync(file, 'utf8'));
  const groups = { prod: { hosts: Object.keys(plain.hosts), guard: true, ...more } };
  writeFileSync(file, JSON.stringify({ ...plain, groups }));
  const shell = await openShell({ args: ['@prod', '--inventory', file], sandbox });
  return shell.sees('2 up');
}

describe('a guarded group', () => {
  it('wants the number of hosts typed before a destructive command, and loses no line', async () => {
    const shell = await guarded();
    const line = 'systemctl() { echo "really $*"; }; systemctl stop nginx';
    shell.enter(line);
    await shell.sees('type how many hosts that are');
    shell.type('3\r');
    shell.press('esc');
    await shell.misses('type how many');
    await shell.sees(`❯ ${line.slice(0, 40)}`);
    await shell.sees('nothing has run yet');
    shell.press('enter');
    await shell.sees('type how many hosts that are');
    shell.type('2\r');
    await shell.sees('✓ 2');
    await shell.sees('really stop nginx');
    shell.enter('uptime');
    await shell.sees('load average');
    // Ctrl-D asks while something runs.
    await shell.sees(/uptime +✓ 2/);
    expect(await shell.leave()).toBe(0);
  });

  it('asks before what its inventory calls destructive, on its hosts alone', async () => {
    const fleet = await embeddedFleet({ count: 2 });
    const sandbox = new Sandbox();
    const file = inventoryOf(fleet, sandbox);
    const plain = JSON.parse(readFileSync(file, 'utf8'));
    const [first, second] = Object.keys(plain.hosts);
    const groups = {
      prod: { hosts: [first], guard: true, guard_commands: ['echo gone'] },
      test: { hosts: [second], guard: true },
    };
    writeFileSync(file, JSON.stringify({ ...plain, groups }));
    const shell = await openShell({ args: ['@prod', '--inventory', file], sandbox });
    await shell.sees('1 up');
    shell.enter('echo -n gone');
    await shell.sees('type how many hosts that are');
    shell.press('esc');
    await shell.sees('❯ echo -n gone');
    shell.press('ctrl-c').enter('@test');
    await shell.sees(/@test +1 host +● 1 up/);
    shell.enter('echo -n gone');
    await shell.seesRun('echo -n gone', '✓ 1');
    expect(await shell.leave()).toBe(0);
  });

  it('is asked for by what a variable hides, by a line that repeats and by a roll too', async () => {
    const shell = await guarded({ vars: { end: 'reboot' } });
    for (const line of ['%{end} now', ':watch 2s reboot', ':roll 1,rest %{end}']) {
      shell.enter(line);
      await shell.sees('type how many hosts that are');
      shell.press('esc');
      await shell.sees(`❯ ${line}`);
      shell.press('ctrl-c');
      await shell.misses(`❯ ${line}`);
    }
    await shell.sees('nothing has run yet');
    expect(await shell.leave()).toBe(0);
  });

  it('holds the other pasted lines while one of them is asked about', async () => {
    const shell = await guarded();
    shell.paste('systemctl() { echo "really $*"; }\nsystemctl stop nginx\necho last');
    await shell.sees('3 pasted lines');
    shell.press('enter');
    await shell.sees('type how many hosts that are');
    shell.press('esc');
    await shell.sees('2 pasted lines');
    await shell.sees('│ systemctl stop nginx');
    shell.press('enter');
    await shell.sees('type how many hosts that are');
    await shell.sees('run 1');
    shell.type('2\r');
    await shell.sees('1 pasted line');
    await shell.sees('really stop nginx');
    shell.press('enter');
    await shell.seesRun('echo last', '✓ 2');
    await shell.sees('run 3');
    expect(await shell.leave()).toBe(0);
  });
});
