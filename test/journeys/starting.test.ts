import { describe, expect, it } from 'vitest';
import { embeddedFleet } from '../support/embedded-fleet.ts';
import { inventoryOf } from '../support/inventory-file.ts';
import { openShell, Program } from '../support/program.ts';
import { Sandbox } from '../support/sandbox.ts';

describe('starting the shell', () => {
  it('on an inventory selects nothing, says how to, and connects what is chosen', async () => {
    const fleet = await embeddedFleet({ count: 3 });
    const sandbox = new Sandbox();
    inventoryOf(fleet, sandbox);
    const shell = await openShell({ sandbox });
    await shell.sees('no target');
    await shell.sees('@web_clusters');
    shell.enter('hostname');
    await shell.sees('no hosts are selected');
    shell.press('ctrl-u').enter('@web_clusters');
    await shell.sees('2 up');
    shell.enter('hostname');
    await shell.seesRun('hostname', '✓ 2');
    expect(await shell.leave()).toBe(0);
  });

  it('takes a target with or without its @', async () => {
    const fleet = await embeddedFleet({ count: 3 });
    const sandbox = new Sandbox();
    inventoryOf(fleet, sandbox);
    const shell = await openShell({ args: ['web_clusters,db01'], sandbox });
    await shell.sees('3 up');
    expect(await shell.leave()).toBe(0);
  });

  it.each([
    [['@nosuch', '--demo', '2'], 2, 'no host or group `nosuch`'],
    [['--inventory', 'nosuch.yaml'], 3, 'there is no such file'],
    [[], 3, 'tutti --demo'],
  ])('with %j says why not before it takes the screen', async (args, status, reason) => {
    const shell = new Program({ args });
    expect(await shell.left()).toBe(status);
    expect(shell.screen).toContain(reason);
    expect(shell.said).not.toContain('\x1b[?1049h');
  });
});
