import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { embeddedFleet } from '../support/embedded-fleet.ts';
import { inventoryOf } from '../support/inventory-file.ts';
import { openShell, type Program } from '../support/program.ts';
import { Sandbox } from '../support/sandbox.ts';

async function demo(size: { columns?: number; rows?: number } = {}): Promise<Program> {
  const shell = await openShell({ demo: 6, ...size });
  return shell.sees('6 up');
}

describe('searching all hosts', () => {
  it('finds lines that are on disk alone, tells each host’s hits, and walks them', async () => {
    const shell = await demo();
    shell.enter('seq 1 60000');
    await shell.seesRun('seq 1 60000', '✓ 6');
    const records = readdirSync(path.join(shell.sandbox.state, 'tutti', 'runs'), {
      recursive: true,
    });
    expect(records.some((name) => String(name).endsWith('.rec'))).toBe(true);
    shell.press('esc');
    await shell.sees('Esc back');
    shell.type('/33333');
    await shell.sees('find ❯ 33333');
    await shell.sees('6 hits on 6 of 6 hosts');
    await shell.sees(/web01 ✓ .* 1 hit .*web02 ✓ .* 1 hit /);
    expect(shell.screen).not.toContain('▶');
    shell.press('enter');
    await shell.sees('▶33333');
    await shell.sees('web01 1 of 1');
    await shell.sees(/33332 .*\n.*▶33333 .*\n.*33334 /);
    shell.type('n');
    await shell.sees('web02 1 of 1');
    await shell.sees(/┃▶33333/);
    shell.type('N').type('N');
    await shell.sees('db02 1 of 1');
    shell.press('esc');
    await shell.misses('▶');
    await shell.misses(' 1 hit ');
    shell.press('esc');
    await shell.sees('Tab complete');
    expect(await shell.leave()).toBe(0);
  });

  it('begins at the prompt with Ctrl-F and finds the capitals that are meant', async () => {
    const shell = await demo();
    shell.enter('echo ready; echo READY; echo "at $(hostname)"');
    await shell.sees(/✓ 6/);
    shell.press('ctrl-f').type('ready');
    await shell.sees('12 hits on 6 of 6 hosts');
    shell.press('ctrl-u').type('READY');
    await shell.sees('6 hits on 6 of 6 hosts');
    shell.press('ctrl-u').type('at web0');
    await shell.sees('4 hits on 4 of 6 hosts');
    shell.press('ctrl-u').type('/^at db/');
    await shell.sees('2 hits on 2 of 6 hosts');
    shell.press('ctrl-u').type('nowhere');
    await shell.sees('not found');
    shell.press('esc');
    await shell.sees('Tab complete');
    shell.enter('uptime');
    await shell.seesRun('uptime', '✓ 6');
    expect(await shell.leave()).toBe(0);
  });

  it('jumps in the stream of a command that goes on, whose place is new at each look', async () => {
    const shell = await demo();
    shell.enter('for i in $(seq 1 150); do echo "needle $i"; sleep 0.02; done');
    await shell.sees('needle 3');
    shell.press('esc');
    await shell.sees('Esc back');
    shell.type('v');
    await shell.sees('merged');
    shell.type('v');
    await shell.sees('── following');
    shell.type('/needle').press('enter');
    await shell.sees(/ (web|db)\d+ 1 of \d+ /);
    shell.type('n');
    await shell.sees(/ (web|db)\d+ 2 of \d+ /);
    await shell.sees('✓ 6');
    expect(await shell.leave()).toBe(0);
  });

  it('goes on while lines come, and in the run that is looked at', async () => {
    const shell = await demo();
    shell.enter('echo old needle');
    await shell.seesRun('echo old needle', '✓ 6');
    shell.enter('for i in 1 2 3; do echo needle $i; sleep 0.4; done; echo over');
    shell.press('ctrl-f').type('needle').press('enter');
    await shell.sees('18 hits on 6 of 6 hosts');
    await shell.sees(/ (web|db)\d+ 1 of 3 /);
    await shell.sees(/^ for i in .* ✓ 6 /m);
    shell.type('[');
    await shell.sees('6 hits on 6 of 6 hosts');
    await shell.sees(/ (web|db)\d+ 1 of 1 /);
    shell.press('esc');
    await shell.sees('Esc back');
    shell.type('m/old').press('enter');
    await shell.sees('merged');
    await shell.sees(/▶old needle/);
    expect(await shell.leave()).toBe(0);
  });

  it('looks through a run of an earlier day, which can be copied and paged like one of today', async () => {
    const sandbox = new Sandbox();
    const before = await openShell({ demo: 6, sandbox });
    await before.sees('6 up');
    before.enter('seq 1 20000');
    await before.seesRun('seq 1 20000', '✓ 6');
    expect(await before.leave()).toBe(0);
    const shell = await openShell({
      demo: 6,
      sandbox,
      env: { PAGER: 'tail -n 2; read x </dev/tty' },
    });
    await shell.sees('6 up');
    shell.press('esc');
    await shell.sees('Esc back');
    shell.type('[');
    await shell.seesRun('seq 1 20000', '✓ 6');
    shell.type('/12345').press('enter');
    await shell.sees('6 hits on 6 of 6 hosts');
    await shell.sees('▶12345');
    shell.type('y');
    await shell.sees(/copied the first 1\d{4} lines of web01 .* of 20000/);
    shell.type('o');
    await shell.sees(/^19999\n20000\n/);
    shell.press('enter');
    await shell.sees('▶12345');
    expect(await shell.leave()).toBe(0);
  });

  it('says where lines are kept nowhere, and goes on with those that come', async () => {
    const fleet = await embeddedFleet({ count: 2 });
    const sandbox = new Sandbox();
    const file = inventoryOf(fleet, sandbox);
    const plain = JSON.parse(readFileSync(file, 'utf8'));
    const [quiet] = Object.keys(plain.hosts);
    const groups = { quiet: { hosts: [quiet], record: false } };
    writeFileSync(file, JSON.stringify({ ...plain, groups }));
    const shell = await openShell({ args: ['@all', '--inventory', file], sandbox, columns: 120 });
    await shell.sees('2 up');
    const go = path.join(sandbox.folder, 'go');
    const command = `seq 20000; while [ ! -e ${go} ]; do sleep 0.1; done; echo /77`;
    shell.enter(command);
    await shell.sees(/│ ?20000/);
    shell.press('ctrl-f').type('/^.?77$/');
    await shell.sees('10 hits on 1 of 2 hosts');
    await shell.sees(`older lines of ${quiet} are not kept (record: false)`);
    shell.press('enter');
    writeFileSync(go, '');
    await shell.sees('12 hits on 2 of 2 hosts');
    shell.press('esc');
    await shell.misses('12 hits');
    expect(await shell.leave()).toBe(0);
  });

  it('turns the page to a host that is not seen', async () => {
    const shell = await openShell({ demo: 40, columns: 80, rows: 16 });
    await shell.sees('40 up');
    shell.enter('hostname; echo at');
    await shell.seesRun('hostname; echo at', '✓ 40');
    await shell.sees(/page 1\/\d/);
    shell.press('esc');
    await shell.sees('Esc back');
    shell.type('/db').press('enter');
    await shell.sees(/page [2-9]\/\d/);
    await shell.sees(/db\d+ +db\d+/);
    expect(await shell.leave()).toBe(0);
  });
});
