import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { embeddedFleet } from '../support/embedded-fleet.ts';
import { inventoryOf } from '../support/inventory-file.ts';
import { freePort } from '../support/ports.ts';
import { openShell, type Program } from '../support/program.ts';
import { ran } from '../support/ran.ts';
import { closeBoard, pressOneByOne } from '../support/roll-board.ts';
import { Sandbox } from '../support/sandbox.ts';

const size = { columns: 100, rows: 30 };
const once = 'echo once >>ran';

async function demo(hosts: number): Promise<Program> {
  const shell = await openShell({ demo: hosts, ...size });
  return shell.sees(`${hosts} up`);
}

/** Nothing is going on and nothing was queued: what a line says now, nothing else has started before. */
async function idle(shell: Program, hosts: number): Promise<void> {
  await closeBoard(shell);
  shell.enter('hostname');
  await shell.seesRun('hostname', `✓ ${hosts}`);
}

describe('a roll', () => {
  it('goes batch by batch, asks in between, and runs the command once on every host', async () => {
    const shell = await demo(6);
    shell.enter(`:roll 1,50%,rest check="grep -q once ran" ${once}`);
    await shell.sees('batch 1 is well – c starts batch 2 on web[02-04]');
    expect(ran(shell.sandbox)).toEqual({ web01: 1 });
    await idle(shell, 6);
    await shell.sees('roll 2/3 look first – :roll shows it');
    expect(ran(shell.sandbox)).toEqual({ web01: 1 });
    shell.enter(':roll').type('c');
    await shell.sees('batch 2 is well – c starts batch 3 on db[01-02]');
    expect(ran(shell.sandbox)).toEqual({ web01: 1, web02: 1, web03: 1, web04: 1 });
    shell.type('c');
    await shell.sees('through: 6 well');
    expect(Object.values(ran(shell.sandbox))).toEqual([1, 1, 1, 1, 1, 1]);
    await closeBoard(shell);
    expect(await shell.leave()).toBe(0);
  });

  it('does nothing for text that is pasted while its lanes are open', async () => {
    const shell = await demo(3);
    shell.enter(`:roll 1,rest ${once}`);
    await shell.sees('batch 1 is well – c starts batch 2');
    shell.type('cat records');
    await idle(shell, 3);
    expect(ran(shell.sandbox)).toEqual({ web01: 1 });
    shell.enter(':roll');
    await shell.sees('batch 1 is well – c starts batch 2');
    pressOneByOne(shell, 'jkc');
    await shell.sees('through: 3 well');
    await closeBoard(shell);
    expect(await shell.leave()).toBe(0);
  });

  it('stops where the check fails, whatever is pressed, and goes on when it has succeeded', async () => {
    const shell = await demo(3);
    shell.enter(`:roll 1,rest pause=no check="test -e good" ${once}`);
    await shell.sees('stopped: web01 not well – r repeats the check there');
    await shell.sees('✗ web01  check exit 1');
    pressOneByOne(shell, 'ccpcscc');
    await idle(shell, 3);
    expect(ran(shell.sandbox)).toEqual({ web01: 1 });
    shell.enter(':roll').type('r');
    await shell.sees('run 4');
    await shell.sees('stopped: web01 not well');
    await idle(shell, 3);
    shell.enter('@web01 touch good');
    await shell.seesRun('touch good', '✓ 1');
    expect(ran(shell.sandbox)).toEqual({ web01: 1 });
    shell.enter('touch good');
    await shell.seesRun('touch good', '✓ 3');
    shell.enter(':roll').type('r');
    await shell.sees('through: 3 well');
    expect(ran(shell.sandbox)).toEqual({ db01: 1, web01: 1, web02: 1 });
    await closeBoard(shell);
    expect(await shell.leave()).toBe(0);
  });

  it('repeats a command that failed only where it failed, then checks the whole batch', async () => {
    const shell = await demo(4);
    const flaky = `[ -e good ] || [ $(hostname) != web03 ] && ${once}`;
    shell.enter(`:roll 3,rest pause=no check="test -e ran" ${flaky}`);
    await shell.sees('stopped: web03 not well – r repeats the command, then the check, there');
    expect(ran(shell.sandbox)).toEqual({ web01: 1, web02: 1 });
    await closeBoard(shell);
    shell.enter('touch good');
    await shell.seesRun('touch good', '✓ 4');
    shell.enter(':roll').type('r');
    await shell.sees('through: 4 well');
    expect(Object.values(ran(shell.sandbox))).toEqual([1, 1, 1, 1]);
    await closeBoard(shell);
    expect(await shell.leave()).toBe(0);
  });

  it('whose check is interrupted stops, even where the check then says 0', async () => {
    const shell = await demo(2);
    shell.enter(
      `:roll 1,rest pause=no check="(trap 'exit 0' INT; echo up; sleep 40 & wait)" ${once}`,
    );
    await shell.sees('the check runs in batch 1');
    await shell.sees(/^│ up/m);
    shell.press('ctrl-c');
    await shell.sees(/stopped( –|: web01 not well)/);
    await idle(shell, 2);
    expect(ran(shell.sandbox)).toEqual({ web01: 1 });
    shell.press('ctrl-d');
    await shell.sees('leave the rest undone?');
    shell.type('y');
    expect(await shell.left()).toBe(0);
  });

  it('stops when a straggler is let go, and takes its word when it comes', async () => {
    const shell = await demo(3);
    const go = path.join(shell.sandbox.folder, 'go');
    const slow = `[ $(hostname) = web01 ] || until [ -e ${go} ]; do sleep 0.1; done; ${once}`;
    shell.enter(`:roll 2,rest pause=no ${slow}`);
    await shell.sees('1 of 2 ended');
    await closeBoard(shell);
    shell.press('esc');
    await shell.sees(/┏ web01/);
    shell.type('lx');
    await shell.sees('the roll has stopped in batch 1 of 2: web02 is not well');
    shell.enter(':roll');
    pressOneByOne(shell, 'rcc');
    await shell.sees('web02 may have run it');
    expect(ran(shell.sandbox)).toEqual({ web01: 1 });
    writeFileSync(go, '');
    await shell.sees('stopped – c goes on where it stood');
    expect(ran(shell.sandbox)).toEqual({ web01: 1, web02: 1 });
    shell.type('c');
    await shell.sees('through: 3 well');
    expect(Object.values(ran(shell.sandbox))).toEqual([1, 1, 1]);
    await closeBoard(shell);
    expect(await shell.leave()).toBe(0);
  });

  it('waits between batches for a time, held by p and by Ctrl-C', async () => {
    const shell = await demo(3);
    shell.enter(`:roll 1,1,1 pause=1h ${once}`);
    await shell.sees(/batch 2 starts in \d+ s on web02/);
    shell.type('p');
    await shell.sees('batch 1 is well – c starts batch 2');
    shell.type('c');
    await shell.sees(/batch 3 starts in \d+ s on db01/);
    shell.press('ctrl-c');
    await shell.sees('batch 2 is well – c starts batch 3');
    expect(ran(shell.sandbox)).toEqual({ web01: 1, web02: 1 });
    shell.type('s');
    await shell.sees('stopped – c goes on where it stood');
    await idle(shell, 3);
    shell.enter(`:roll 1,rest pause=1s ${once}`);
    await shell.sees('through: 3 well');
    expect(ran(shell.sandbox)).toEqual({ db01: 1, web01: 2, web02: 2 });
    await closeBoard(shell);
    expect(await shell.leave()).toBe(0);
  });

  it('is one at a time, and needs hosts, batches for all of them and a command', async () => {
    const shell = await demo(3);
    for (const [line, said] of [
      [':roll', 'there is no roll'],
      [':roll 1,rest', 'no command'],
      [':roll 1,1 uptime', '1 of 3 hosts would be in no batch (db01)'],
    ] as const) {
      shell.enter(line);
      await shell.sees(said);
      await shell.sees('nothing has run yet');
      shell.press('ctrl-u');
    }
    shell.enter(`:roll 1,rest ${once}`);
    await shell.sees('c starts batch 2');
    await closeBoard(shell);
    shell.enter(':roll rest uptime');
    await shell.sees('a roll is in hand');
    expect(ran(shell.sandbox)).toEqual({ web01: 1 });
  });
});

describe('a roll over hosts of which one is down', () => {
  it('starts nothing unless it is told to leave that out', async () => {
    const fleet = await embeddedFleet({ count: 2 });
    const sandbox = new Sandbox();
    const gone = { address: '127.0.0.1', port: await freePort() };
    const inventory = inventoryOf(fleet, sandbox, {}, { gone });
    const shell = await openShell({ args: ['--inventory', inventory, '@all'], sandbox, ...size });
    await shell.sees('2 up');
    await shell.sees(/1 retry/);
    shell.enter(':roll 1,rest pause=no echo rolled');
    await shell.sees('gone not connected: nothing was started');
    await shell.sees('nothing has run yet');
    shell.press('ctrl-u').enter(':roll 1,rest down=skip pause=no echo rolled');
    await shell.sees('through: 2 well');
    await closeBoard(shell);
    expect(await shell.leave()).toBe(0);
  });
});

describe('a roll over guarded hosts', () => {
  it.each([
    ':roll 1,rest pause=no systemctl() { echo "really $*"; }; systemctl stop nginx',
    ':roll 1,rest pause=no check="true; reboot --help >/dev/null; true" echo really',
  ])('wants their number before it is destructive: %s', async (line) => {
    const fleet = await embeddedFleet({ count: 2 });
    const sandbox = new Sandbox();
    const file = inventoryOf(fleet, sandbox);
    const groups = { prod: { hosts: fleet.hosts.map(({ name }) => name), guard: true } };
    const plain = JSON.parse(readFileSync(file, 'utf8'));
    writeFileSync(file, JSON.stringify({ ...plain, groups }));
    const shell = await openShell({ args: ['@prod', '--inventory', file], sandbox, ...size });
    await shell.sees('2 up');
    shell.enter(line);
    await shell.sees('type how many hosts that are');
    await shell.sees('nothing has run yet');
    shell.press('esc');
    await shell.misses('type how many');
    await shell.sees(line.slice(0, 40));
    await shell.sees('nothing has run yet');
    shell.press('enter');
    await shell.sees('type how many hosts that are');
    shell.type('2\r');
    await shell.sees('through: 2 well');
    await closeBoard(shell);
    expect(await shell.leave()).toBe(0);
  });
});
