import { describe, expect, it } from 'vitest';
import { openShell, type Program } from '../support/program.ts';
import { closeBoard } from '../support/roll-board.ts';

const bells = (shell: Program) => shell.said.split('\x07').length - 1;
const away = '\x1b[O';
const back = '\x1b[I';

describe('a notification', () => {
  it('comes when a run ends while the terminal is not looked at, and only then', async () => {
    const shell = await openShell({ demo: 2 });
    await shell.sees('2 up');
    expect(bells(shell)).toBe(0);
    shell.type(away).enter('echo one');
    await shell.seesRun('echo one', '✓ 2');
    await shell.sees(() => bells(shell) === 1);
    shell.type(back).enter('echo two');
    await shell.seesRun('echo two', '✓ 2');
    shell.enter(':notify off').type(away).enter('echo three');
    await shell.seesRun('echo three', '✓ 2');
    shell.enter(':notify on');
    await shell.sees('notifications are on');
    expect(bells(shell)).toBe(1);
    shell.enter('echo four');
    await shell.sees(() => bells(shell) === 2);
    shell.enter(':notify maybe');
    await shell.sees('no such setting: `maybe`');
    shell.press('ctrl-u');
    expect(await shell.leave()).toBe(0);
    expect(shell.said.lastIndexOf('\x1b[?1004l')).toBeGreaterThan(
      shell.said.lastIndexOf('\x1b[?1004h'),
    );
  });

  it('is a sequence of the terminal’s own where that is known', async () => {
    const shell = await openShell({ demo: 2, env: { TERM_PROGRAM: 'WezTerm' } });
    await shell.sees('2 up');
    shell.type(away).enter('echo one');
    await shell.sees(() => shell.said.includes('\x1b]9;tutti: run 1 echo one: 2 ok\x1b\\'));
    expect(bells(shell)).toBe(0);
    expect(await shell.leave()).toBe(0);
  });

  it('comes when a roll waits or stops, not for each of its runs, nor for those of a watch', async () => {
    const shell = await openShell({ demo: 2, env: { TERM_PROGRAM: 'WezTerm' } });
    await shell.sees('2 up');
    const told = () =>
      shell.said
        .split('\x1b]9;tutti: ')
        .slice(1)
        .map((part) => part.split('\x1b')[0]);
    shell.type(away).enter(':roll 1,rest check=true true');
    await shell.sees(() => told().length === 1);
    shell.type('c');
    await shell.sees('through: 2 well');
    expect(told()).toEqual([
      'the roll waits before batch 2 of 2, web01 well – :roll, c goes on',
      'the roll is through: 2 hosts well',
    ]);
    await closeBoard(shell);
    shell.enter(':watch 1s echo $RANDOM');
    await shell.sees('run 7');
    expect(told()).toHaveLength(2);
  });
});
