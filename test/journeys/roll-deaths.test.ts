import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { kill, until } from '../support/processes.ts';
import { openShell, type Program } from '../support/program.ts';
import { ran } from '../support/ran.ts';
import { closeBoard, pressOneByOne } from '../support/roll-board.ts';

const once = 'echo once >>ran';
const size = { columns: 120, rows: 40 };
/** Enough for a second worker. */
const hosts = 14;
/** So many hosts that did it once. */
const onceOn = (count: number) => Array.from({ length: count }, () => 1);

const workers = (shell: Program) =>
  shell.sandbox
    .processes()
    .filter(({ parent, argv }) => parent === shell.pid && argv.endsWith('worker.js'));

const waiting = (shell: Program) =>
  shell.sandbox.processes().filter(({ argv }) => argv === 'sleep 0.31').length;

/** A roll of which one worker is killed at this moment; the other hosts then do well. */
async function killedIn(moment: 'command' | 'check'): Promise<Program> {
  const shell = await openShell({ demo: hosts, ...size });
  await shell.sees(`${hosts} up`);
  const go = path.join(shell.sandbox.folder, 'go');
  const wait = `until [ -e ${go} ]; do sleep 0.31; done`;
  const [check, command] = moment === 'check' ? [wait, once] : ['test -e ran', `${once}; ${wait}`];
  shell.enter(`:roll 6,rest pause=no check="${check}" ${command}`);
  await until('6 hosts that wait', () => waiting(shell) === 6);
  const [first, ...others] = workers(shell);
  expect(others).toHaveLength(1);
  kill(first?.pid ?? 0);
  await shell.sees(/⌁ .* lost/);
  writeFileSync(go, '');
  return shell;
}

describe('a worker that is killed', () => {
  it('during the check stops the roll, though the check succeeds on all other hosts', async () => {
    const shell = await killedIn('check');
    await shell.sees(/stopped: .* not well – r repeats the check there/);
    await shell.sees(`${hosts} up`);
    pressOneByOne(shell, 'ccc');
    expect(Object.values(ran(shell.sandbox))).toEqual(onceOn(6));
    shell.type('r');
    await shell.sees(`through: ${hosts} well`);
    expect(Object.values(ran(shell.sandbox))).toEqual(onceOn(hosts));
    await closeBoard(shell);
    expect(await shell.leave()).toBe(0);
  });

  it('during the command stops the roll, and the command is not repeated where it may have run', async () => {
    const shell = await killedIn('command');
    await shell.sees(/may have run it – look there/);
    await shell.sees(`${hosts} up`);
    pressOneByOne(shell, 'rcrc');
    await shell.sees(/may have run it – look there/);
    expect(Object.values(ran(shell.sandbox))).toEqual(onceOn(6));
    shell.type('d');
    await shell.sees('stopped – c goes on where it stood');
    shell.type('c');
    await shell.sees(`through: ${hosts} well`);
    expect(Object.values(ran(shell.sandbox))).toEqual(onceOn(hosts));
    await closeBoard(shell);
    expect(await shell.leave()).toBe(0);
  });
});
