import { describe, expect, it } from 'vitest';
import { kill, sendSignal, until } from '../support/processes.ts';
import { openShell, type Program } from '../support/program.ts';

const restored = {
  alternateScreen: false,
  autowrap: true,
  bracketedPaste: false,
  mouse: false,
  cursorShown: true,
};

const workers = (shell: Program) =>
  shell.sandbox
    .processes()
    .filter(({ parent, argv }) => parent === shell.pid && argv.endsWith('worker.js'));

const sleeping = (shell: Program, seconds: number) =>
  shell.sandbox.processes().filter(({ argv }) => argv === `sleep ${seconds}`).length;

describe('a worker that is killed', () => {
  it('has its hosts told lost, the others go on, and all come back by themselves', async () => {
    const shell = await openShell({ demo: 30, columns: 160, rows: 40 });
    await shell.sees('30 up');
    shell.enter('sleep 30');
    await until('30 commands', () => sleeping(shell, 30) === 30);
    const [first, ...others] = workers(shell);
    expect(others).toHaveLength(1);
    kill(first?.pid ?? 0);
    await shell.sees('15 lost');
    await shell.sees('30 up');
    await until('the other half alone', () => sleeping(shell, 30) === 15);
    await shell.sees(/^ sleep 30 .*15 lost .*\S 15 /m);
    shell.press('ctrl-c');
    await shell.sees(/^ sleep 30 .*✗ 15 .*15 lost/m);
    shell.enter('hostname');
    await shell.seesRun('hostname', '✓ 30');
    expect(workers(shell)).toHaveLength(2);
    expect(await shell.leave()).toBe(0);
  });

  it('leaves its earlier runs to be scrolled, searched and copied, from their records', async () => {
    const shell = await openShell({ demo: 6 });
    await shell.sees('6 up');
    shell.enter('seq 30000');
    await shell.seesRun('seq 30000', '✓ 6');
    const [only] = workers(shell);
    kill(only?.pid ?? 0);
    await shell.sees('6 retry');
    await shell.sees('6 up');
    shell.press('esc');
    await shell.sees('Esc back');
    shell.type('g');
    await shell.sees(/┃ ?1 .*\n┃ ?2 .*\n┃ ?3 /);
    shell.type('/23456');
    await shell.sees('6 hits on 6 of 6 hosts');
    shell.press('enter');
    await shell.sees('▶23456');
    shell.press('esc');
    await shell.misses('▶');
    shell.type('y');
    await shell.sees(/copied the first 1\d{4} lines of web01 .* of 30000/);
    expect(await shell.leave()).toBe(0);
  });
});

describe('a run that is no longer one of the newest', () => {
  it('is scrolled and searched all the same, from its record', async () => {
    const shell = await openShell({ demo: 2 });
    await shell.sees('2 up');
    shell.enter('seq 3000');
    await shell.seesRun('seq 3000', '✓ 2');
    for (let i = 2; i <= 23; i += 1) {
      shell.enter(`echo ${i}`);
      await shell.seesRun(`echo ${i}`, '✓ 2');
    }
    shell.press('esc');
    await shell.sees('Esc back');
    shell.type('g');
    await shell.sees(/┃ ?1 .*\n┃ ?2 .*\n┃ ?3 /);
    for (let i = 22; i >= 1; i -= 1) {
      shell.type('[');
      await shell.sees(`run ${i} of 23`);
    }
    shell.type('/1234');
    await shell.sees('2 hits on 2 of 2 hosts');
    shell.press('esc');
    await shell.misses('2 hits');
    expect(await shell.leave()).toBe(0);
  });
});

describe('all hosts that go at once', () => {
  it('leave the shell with what they said, and it can be left', async () => {
    const shell = await openShell({ demo: 2 });
    await shell.sees('2 up');
    shell.enter('echo said; sleep 60');
    await until('2 commands', () => sleeping(shell, 60) === 2);
    const demo = shell.sandbox.processes().find(({ argv }) => /demo\.js \d+$/.test(argv));
    kill(demo?.pid ?? 0);
    await shell.seesRun('echo said; sleep 60', '⌁ 2 lost');
    await shell.sees(/^│ said/m);
    await shell.sees(/2 (retry|failed)/);
    shell.enter('hostname');
    await shell.sees('2 not reached');
    shell.press('ctrl-d');
    expect(await shell.exited()).toBe(0);
    expect(shell.terminal).toEqual(restored);
  });
});

describe('the shell', () => {
  it('ends with its terminal, and all that it runs', async () => {
    const shell = await openShell({ demo: 6 });
    await shell.sees('6 up');
    shell.enter('sleep 1234');
    await until('6 commands', () => sleeping(shell, 1234) === 6);
    shell.hangUp();
    await shell.sandbox.deserted();
  });

  it('when killed leaves no worker, no demo and no remote command', async () => {
    const shell = await openShell({ demo: 6 });
    await shell.sees('6 up');
    shell.enter('sleep 1234');
    await until('6 commands', () => sleeping(shell, 1234) === 6);
    kill(shell.pid);
    expect(await shell.left()).toBe('killed by 9');
  });

  it.each([
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const)('ends by %s as by Ctrl-D, with status %d', async (signal, status) => {
    const shell = await openShell({ demo: 2 });
    await shell.sees('2 up');
    shell.enter('sleep 1234');
    await until('2 commands', () => sleeping(shell, 1234) === 2);
    kill(shell.pid, signal);
    expect(await shell.left()).toBe(status);
    expect(shell.terminal).toEqual(restored);
  });

  it('leaves in order when told twice, though a worker hangs', async () => {
    const shell = await openShell({ demo: 2 });
    await shell.sees('2 up');
    for (const { pid } of workers(shell)) kill(pid, 'SIGSTOP');
    await sendSignal(shell.pid, 'SIGTERM');
    await shell.sees(() => !shell.terminal.alternateScreen);
    await sendSignal(shell.pid, 'SIGTERM');
    expect(await shell.left()).toBe(143);
    expect(shell.terminal).toEqual(restored);
  });

  it('asks before Ctrl-D leaves a run behind', async () => {
    const shell = await openShell({ demo: 2 });
    await shell.sees('2 up');
    shell.enter('sleep 1234');
    await until('2 commands', () => sleeping(shell, 1234) === 2);
    shell.press('ctrl-d');
    await shell.sees('run 1 is still going');
    shell.type('n');
    await shell.misses('still going');
    expect(sleeping(shell, 1234)).toBe(2);
    shell.press('ctrl-d');
    await shell.sees('run 1 is still going');
    shell.type('y');
    expect(await shell.left()).toBe(0);
    expect(shell.terminal).toEqual(restored);
  });
});
