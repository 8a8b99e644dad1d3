import { describe, expect, it } from 'vitest';
import { openShell } from '../support/program.ts';

describe('a straggler', () => {
  it('is named with its last line and let go by x from wherever the cursor is', async () => {
    const shell = await openShell({ demo: 4, columns: 120 });
    await shell.sees('4 up');
    shell.enter('[ $(hostname) != web03 ] || { echo compiling; sleep 600; }');
    await shell.sees(/waiting for web03 \(\S+, compiling\).* 3\/4 /);
    await shell.sees('Esc x stop waiting');
    shell.press('esc');
    await shell.sees(/┏ web01/);
    shell.type('x');
    await shell.sees(/1 let go web03/);
    shell.press('esc');
    await shell.sees('Tab complete');
    shell.enter('hostname');
    await shell.sees(/^ hostname {2}○ 1 not reached web03 {2}✓ 3/m);
    shell.press('ctrl-d');
    expect(await shell.left()).toBe(0);
  });
});
