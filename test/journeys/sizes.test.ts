import { describe, expect, it } from 'vitest';
import { openShell } from '../support/program.ts';

describe('a terminal that changes its size', () => {
  it('during a run shows the run at every size, and says so where there is no room', async () => {
    const shell = await openShell({ demo: 6 });
    await shell.sees('6 up');
    const command = 'while :; do date; sleep 0.05; done';
    shell.enter(command);
    await shell.sees(/^│ .*20\d\d/m);
    shell.resize(200, 50);
    await shell.sees(() => shell.screen.split('\n').some((row) => row.length === 200));
    await shell.sees(command);
    shell.resize(40, 10);
    await shell.sees(() => shell.screen.split('\n').every((row) => row.length <= 40));
    await shell.sees(/^ while/m);
    await shell.sees('all(6) ❯');
    shell.resize(20, 4);
    await shell.sees('too small');
    shell.resize(80, 24);
    await shell.misses('too small');
    await shell.sees(/^│ .*20\d\d/m);
    shell.press('ctrl-c');
    await shell.sees(/^ while .* {2}✗ 6 /m);
    shell.enter('hostname');
    await shell.seesRun('hostname', '✓ 6');
    expect(await shell.leave()).toBe(0);
  });

  it('lets a line that was begun stand while there is no room for it', async () => {
    const shell = await openShell({ demo: 2 });
    await shell.sees('2 up');
    shell.type('echo be');
    await shell.sees('❯ echo be');
    shell.resize(20, 4);
    await shell.sees('too small');
    shell.resize(80, 24);
    await shell.sees('❯ echo be');
    shell.enter('gun');
    await shell.seesRun('echo begun', '✓ 2');
    expect(await shell.leave()).toBe(0);
  });

  it('is whole again when it has become small and large at once', async () => {
    const shell = await openShell({ demo: 3, columns: 120, rows: 30 });
    await shell.sees('3 up');
    shell.enter('seq 1 40');
    await shell.sees('✓ 3');
    await shell.sees('Tab complete');
    const before = shell.screen;
    for (let i = 0; i < 5; i++) {
      shell.resize(20, 5).resize(120, 30);
      await shell.sees(() => shell.screen === before);
    }
    expect(await shell.leave()).toBe(0);
  });

  it('is painted anew by Ctrl-L, also with signs whose width it sees differently', async () => {
    const shell = await openShell({ demo: 2 });
    await shell.sees('2 up');
    shell.enter('echo "👩‍👩‍👧👩‍👩‍👧"');
    await shell.sees('✓ 2');
    shell.press('esc');
    await shell.sees('Esc back');
    const entries = () => shell.said.split('\x1b[?1049h').length;
    const entered = entries();
    shell.type('\x0c');
    await shell.sees(() => entries() > entered && shell.screen.includes('Esc back'));
    expect(shell.screen).toMatch(/^ tutti {2}@all/);
    shell.press('esc');
    await shell.sees('Tab complete');
    expect(await shell.leave()).toBe(0);
  });
});
