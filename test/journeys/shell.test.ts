import { describe, expect, it } from 'vitest';
import { openShell, type Program } from '../support/program.ts';

const hosts = ['web01', 'web02', 'web03', 'web04', 'db01', 'db02'];

/** The heads of the merged view's blocks. */
const blocks = (shell: Program): string[] =>
  shell.screen.split('\n').filter((row) => row.startsWith('─ '));

async function demo(count = 6): Promise<Program> {
  const shell = await openShell({ demo: count });
  return shell.sees(`${count} up`);
}

describe('the shell on the demo fleet', () => {
  it('answers in panes and in blocks, remembers the directory, and comes back from Ctrl-C', async () => {
    const shell = await demo();
    shell.enter('hostname');
    await shell.seesRun('hostname', '✓ 6');
    for (const host of hosts) await shell.sees(new RegExp(`│ ${host} +│`));
    shell.press('ctrl-t');
    await shell.sees(() => blocks(shell).length === 6);
    for (const host of hosts)
      await shell.sees(new RegExp(`^─ ✓ ${host} \\(1\\).*\n ${host}$`, 'm'));

    shell.enter('cd /tmp');
    await shell.seesRun('cd /tmp', '✓ 6');
    shell.enter('pwd');
    await shell.seesRun('pwd', '✓ 6');
    await shell.sees(/^─ ✓ db\[01-02\],web\[01-04\] \(6\).*\n \/tmp$/m);
    expect(blocks(shell)).toHaveLength(1);

    shell.enter('sleep 60');
    await shell.sees(/^ sleep 60 .* 6 /m);
    shell.press('ctrl-c');
    await shell.seesRun('sleep 60', '✗ 6');
    await shell.sees('interrupted');
    shell.enter('echo still $PWD');
    await shell.sees('still /tmp');
    await shell.seesRun('echo still $PWD', '✓ 6');
    expect(await shell.leave()).toBe(0);
  });

  it('leaves by Ctrl-D with the terminal as it was and nothing left behind', async () => {
    const shell = await demo();
    expect(shell.terminal).toMatchObject({ alternateScreen: true, bracketedPaste: true });
    shell.enter('(sleep 4321 &) ; hostname');
    await shell.sees(() => sleeping(shell, '4321') === 6);
    await shell.sees('  ✓ 6 ');
    expect(await shell.leave()).toBe(0);
    expect(shell.terminal).toEqual({
      alternateScreen: false,
      autowrap: true,
      bracketedPaste: false,
      mouse: false,
      cursorShown: true,
    });
  });

  it('puts the odd host beside the others’ one block', async () => {
    const shell = await demo();
    shell.press('ctrl-t').enter('cat app.conf');
    await shell.seesRun('cat app.conf', '✓ 6');
    await shell.sees(() => blocks(shell).length === 2);
    await shell.sees('db[01-02],web[01-02,04] (5)');
    await shell.sees('web03 (1)');
    await shell.sees('debug');
    expect(await shell.leave()).toBe(0);
  });

  it('names the host that failed', async () => {
    const shell = await demo();
    shell.enter('./check');
    await shell.seesRun('./check', '✗ 1 db02');
    await shell.sees('disk: /var is 97% full');
    expect(await shell.leave()).toBe(0);
  });
});

describe('a line typed while another runs', () => {
  it('waits, is shown waiting, and starts when every outcome is in', async () => {
    const shell = await demo();
    shell.enter('until [ -e ../../../go ]; do sleep 0.05; done; echo one');
    await shell.sees('run 1');
    shell.enter('echo two');
    await shell.sees('1 queued: echo two');
    expect(shell.screen).not.toContain('run 2');
    shell.sandbox.write('go', '');
    await shell.seesRun('echo two', '✓ 6');
    await shell.sees('run 2');
    await shell.misses('queued');
    expect(await shell.leave()).toBe(0);
  });

  it('is given up by the Ctrl-C that interrupts the run', async () => {
    const shell = await demo();
    shell.enter('sleep 60');
    await shell.sees('run 1');
    shell.enter('touch ran').enter('touch ran-too');
    await shell.sees('2 queued: touch ran  ·  touch ran-too');
    shell.press('ctrl-c');
    await shell.seesRun('sleep 60', '✗ 6');
    await shell.sees('not started any more: touch ran  ·  touch ran-too');
    shell.enter('ls ran*');
    await shell.seesRun('ls ran*', '✗ 6');
    await shell.sees('run 2');
    expect(await shell.leave()).toBe(0);
  });
});

describe('pasted lines', () => {
  it('are shown and wait; Enter then sends them one after the other', async () => {
    const shell = await demo(2);
    shell.paste('cd /\n\necho "in $PWD"\necho ... && true\n');
    await shell.sees('3 pasted lines');
    await shell.sees('│ echo ... && true');
    expect(shell.screen).toContain('nothing has run yet');
    shell.press('enter');
    await shell.sees('in /');
    await shell.sees('run 3');
    await shell.seesRun('echo ... && true', '✓ 2');
    expect(await shell.leave()).toBe(0);
  });

  it('run as one command by o, are edited by e, dropped by Esc', async () => {
    const shell = await demo(2);
    shell.type('cd /; ').paste('for i in 1 2\ndo echo "$i in $PWD"\ndone');
    await shell.sees('3 pasted lines');
    await shell.sees('│ cd /; for i in 1 2');
    shell.press('esc');
    await shell.sees(/❯ cd \/;$/m);
    await shell.misses('pasted lines');
    expect(shell.screen).toContain('nothing has run yet');
    shell.paste('for i in 1 2\ndo echo "$i in $PWD"\ndone');
    await shell.sees('3 pasted lines');
    shell.type('o');
    await shell.sees('2 in /');
    await shell.sees('run 1');
    shell.paste('echo a\necho b');
    await shell.sees('2 pasted lines');
    shell.type('e');
    await shell.sees('2 lines – Enter sends them as one command');
    shell.type('c').press('enter');
    await shell.sees('│ bc');
    await shell.sees('run 2');
    expect(await shell.leave()).toBe(0);
  });

  it('are held again behind one that is refused, with it', async () => {
    const shell = await demo(2);
    shell.paste('echo first\n@nothere uptime\necho last');
    await shell.sees('3 pasted lines');
    shell.press('enter');
    await shell.sees('2 pasted lines');
    await shell.sees('no host or group');
    await shell.seesRun('echo first', '✓ 2');
    await shell.sees('│ @nothere uptime');
    shell.press('esc');
    await shell.misses('pasted lines');
    await shell.sees('run 1');
    expect(await shell.leave()).toBe(0);
  });
});

const sleeping = (shell: Program, seconds: string): number =>
  shell.sandbox.processes().filter(({ argv }) => argv === `sleep ${seconds}`).length;
