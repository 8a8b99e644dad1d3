import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { Network, networkMissing } from '../support/network.ts';
import { kill, until } from '../support/processes.ts';
import { entryOf, realHost, shellOn } from '../support/real-shell.ts';
import { closeBoard, pressOneByOne } from '../support/roll-board.ts';
import { type Sshd, sshdMissing } from '../support/sshd.ts';

const missing = sshdMissing();
const noNetwork = missing ?? networkMissing();
for (const why of new Set([missing, noNetwork])) {
  if (why !== undefined) process.stderr.write(`skipped, rolls over hosts that are cut: ${why}\n`);
}

const size = { columns: 100, rows: 30 };
const once = 'echo once >>ran';
const wait = 'until [ -e go ]; do sleep 0.1; done';

/** How often the host did it. */
function ran({ home }: Sshd): number {
  const file = path.join(home, 'ran');
  return existsSync(file) ? readFileSync(file, 'utf8').trimEnd().split('\n').length : 0;
}

const letGo = ({ home }: Sshd) => writeFileSync(path.join(home, 'go'), '');

describe.skipIf(missing !== undefined)('a host that is cut', { timeout: 60_000 }, () => {
  test('during the command stops the roll, which goes on when the operator has looked', async () => {
    const [a, b, c] = [await realHost(), await realHost(), await realHost()];
    const shell = await shellOn({ a: entryOf(a), b: entryOf(b), c: entryOf(c) }, size);
    await shell.sees('3 up');
    shell.enter(`:roll 2,rest pause=no check="test -e ran" ${once}; ${wait}`);
    await until('both to have run', () => ran(a) === 1 && ran(b) === 1);
    a.cut();
    letGo(b);
    await shell.sees('a may have run it – look there');
    await shell.sees('3 up');
    letGo(a);
    pressOneByOne(shell, 'rcrcd');
    await shell.sees('stopped – c goes on where it stood');
    expect([ran(a), ran(b), ran(c)]).toEqual([1, 1, 0]);
    letGo(c);
    shell.type('c');
    await shell.sees('through: 3 well');
    expect([ran(a), ran(b), ran(c)]).toEqual([1, 1, 1]);
    await closeBoard(shell);
    expect(await shell.leave()).toBe(0);
  });

  test('during the check stops the roll, and is checked again before it goes on', async () => {
    const [a, b, c] = [await realHost(), await realHost(), await realHost()];
    const shell = await shellOn({ a: entryOf(a), b: entryOf(b), c: entryOf(c) }, size);
    await shell.sees('3 up');
    shell.enter(`:roll 2,rest pause=no check="touch checking; ${wait}" ${once}`);
    await until('both checks', () =>
      [a, b].every(({ home }) => existsSync(path.join(home, 'checking'))),
    );
    a.cut();
    letGo(b);
    await shell.sees('✗ a  check lost');
    await shell.sees('stopped: a not well – r repeats the check there');
    await shell.sees('3 up');
    pressOneByOne(shell, 'ccc');
    letGo(c);
    letGo(a);
    shell.type('r');
    await shell.sees('through: 3 well');
    expect([ran(a), ran(b), ran(c)]).toEqual([1, 1, 1]);
    await closeBoard(shell);
    expect(await shell.leave()).toBe(0);
  });
});

describe.skipIf(missing !== undefined)('tutti that is killed', { timeout: 60_000 }, () => {
  test('during the check starts no other batch', async () => {
    const [a, b] = [await realHost(), await realHost()];
    const shell = await shellOn({ a: entryOf(a), b: entryOf(b) }, size);
    await shell.sees('2 up');
    shell.enter(`:roll 1,rest pause=no check="touch checking; ${wait}" ${once}`);
    await until('the check', () => existsSync(path.join(a.home, 'checking')));
    kill(shell.pid);
    letGo(a);
    expect(await shell.left()).toBe('killed by 9');
    expect([ran(a), ran(b)]).toEqual([1, 0]);
  });
});

describe.skipIf(noNetwork !== undefined)('a host behind a link that is cut', () => {
  test('keeps its batch from starting; the roll is resumed when it is back', async () => {
    const cable = new Network();
    onTestFinished(() => cable.close());
    const [a, b] = [await realHost(), await realHost({ network: cable })];
    const c = await realHost();
    const shell = await shellOn({ a: entryOf(a), b: entryOf(b), c: entryOf(c) }, size);
    await shell.sees('3 up');
    shell.enter(`:roll 1,rest ${once}`);
    await shell.sees('batch 1 is well – c starts batch 2 on b,c');
    cable.reset(b.port);
    await closeBoard(shell);
    shell.enter('@b echo anybody');
    await shell.sees(/1 (lost|not reached)/, 45_000);
    shell.enter(':roll').type('c');
    await shell.sees('stopped: b not connected – c goes on where it stood');
    shell.type('c');
    await shell.sees('stopped: b not connected');
    expect([ran(a), ran(b), ran(c)]).toEqual([1, 0, 0]);
    cable.heal();
    await shell.sees('3 up', 45_000);
    shell.type('c');
    await shell.sees('through: 3 well');
    expect([ran(a), ran(b), ran(c)]).toEqual([1, 1, 1]);
    await closeBoard(shell);
    expect(await shell.leave()).toBe(0);
  }, 120_000);
});
