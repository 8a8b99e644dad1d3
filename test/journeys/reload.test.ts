import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { embeddedFleet } from '../support/embedded-fleet.ts';
import { inventoryOf } from '../support/inventory-file.ts';
import { openShell, Program } from '../support/program.ts';
import { Sandbox } from '../support/sandbox.ts';

it('an inventory that takes its time says so before the screen', async () => {
  const sandbox = new Sandbox();
  const list = `#!/bin/sh\nuntil [ -e go ]; do sleep 0.05; done\necho '{"web": ["web01"]}'\n`;
  const file = sandbox.write('list', list, 0o700);
  const shell = new Program({ args: ['--inventory', file], sandbox });
  await shell.sees(`tutti: still reading ${file}`);
  sandbox.write('go', '');
  await shell.sees('@web  1 host');
  expect(await shell.leave()).toBe(0);
});

describe('an inventory that is read again', () => {
  it('keeps the connections of hosts that are as before, and takes the others over', async () => {
    const fleet = await embeddedFleet({ count: 4 });
    const sandbox = new Sandbox();
    const file = inventoryOf(fleet, sandbox);
    const { hosts, ...rest } = JSON.parse(readFileSync(file, 'utf8'));
    const { web01, web02, web03, db01 } = hosts;
    const write = (some: object, web: readonly string[]) =>
      writeFileSync(
        file,
        JSON.stringify({ ...rest, hosts: some, groups: { web: { hosts: web } } }),
      );
    expect(Object.keys(hosts)).toEqual(['web01', 'web02', 'web03', 'db01']);
    write({ web01, web02, web03 }, ['web01', 'web02', 'web03']);
    const shell = await openShell({ args: ['@web', '--inventory', file], sandbox });
    await shell.sees('3 up');
    shell.enter('MARK=kept');
    await shell.sees('✓ 3');
    write({ web01, web02: { ...web02, connect_timeout: 9 }, db01 }, ['web01', 'web02', 'db01']);
    shell.enter(':reload');
    await shell.sees('1 new db01, 1 changed web02, 1 gone web03, 1 as before');
    await shell.sees('web(3) ❯');
    await shell.sees('3 up');
    shell.enter('echo "[$MARK]"');
    await shell.sees('✓ 3');
    shell.press('ctrl-t');
    await shell.sees(/\[kept\]/);
    await shell.sees(/db01,web02 \(2\)/);
    shell.enter(':reload');
    await shell.sees('the inventory says the same as before');
    expect(await shell.leave()).toBe(0);
  });

  it('is the old one where the file has mistakes, which are told', async () => {
    const fleet = await embeddedFleet({ count: 1 });
    const sandbox = new Sandbox();
    const file = inventoryOf(fleet, sandbox);
    const shell = await openShell({ args: ['@all', '--inventory', 'inventory.yaml'], sandbox });
    await shell.sees('1 up');
    writeFileSync(file, 'version: 1\nhosts: { web01: { prot: 1 } }\n');
    shell.enter(':reload');
    await shell.sees('the inventory has mistakes: the old one holds');
    await shell.sees('inventory.yaml:2:19: unknown key `prot` – did you mean port?');
    shell.press('esc');
    await shell.misses('the inventory has mistakes');
    shell.enter('echo still $((40 + 2))');
    await shell.sees('still 42');
    expect(await shell.leave()).toBe(0);
  });

  it('is not there in the demo', async () => {
    const shell = await openShell({ demo: 1 });
    await shell.sees('1 up');
    shell.enter(':reload');
    await shell.sees('the demo has no inventory file to read again');
    shell.press('ctrl-c');
    await shell.misses(':reload');
    expect(await shell.leave()).toBe(0);
  });
});
