import { describe, expect, it } from 'vitest';
import { hasTerminals } from '../../src/demo/terminal-channel.ts';
import { openShell } from '../support/program.ts';

describe.skipIf(!hasTerminals())('a real terminal', () => {
  it('opens by s on the host under the cursor, while the others go on', async () => {
    const shell = await openShell({ demo: 3 });
    await shell.sees('3 up');
    shell.enter('sleep 1; echo done');
    shell.press('esc');
    await shell.sees('Esc back');
    shell.type('s');
    await shell.sees('web01 terminal ━');
    shell.type('stty size; hostname\r');
    await shell.sees(/21 80\s*\nweb01\s*$/m);
    await shell.seesRun('sleep 1; echo done', '✓ 3');
    shell.resize(100, 30);
    shell.type('while [ "$(stty size)" != "27 100" ]; do sleep 0.05; done; echo resized\r');
    await shell.sees(/^resized$/m);
    shell.type('\x1d');
    await shell.sees('Esc back');
    shell.type('s');
    await shell.sees(/^resized$/m);
    shell.type('exit\r');
    await shell.sees('Esc back');
    shell.press('esc');
    await shell.misses('Esc back');
    expect(await shell.leave()).toBe(0);
  });

  it.each([':roll 1,rest vim /etc/hosts', ':watch 2s vim /etc/hosts'])(
    'is offered for what has none itself: %s',
    async (line) => {
      const shell = await openShell({ demo: 2 });
      await shell.sees('2 up');
      shell.enter(line);
      await shell.sees('vim /etc/hosts draws a whole screen');
      await shell.sees('t terminal on web01, a run anyway, Esc back');
      shell.press('esc');
      await shell.sees(`❯ ${line}`);
      await shell.sees('nothing has run yet');
      shell.press('ctrl-c');
      await shell.misses(`❯ ${line}`);
      expect(await shell.leave()).toBe(0);
    },
  );

  it('is offered for a program that draws a whole screen; the line can be sent all the same', async () => {
    const shell = await openShell({ demo: 3 });
    await shell.sees('3 up');
    shell.enter('top -d 100 < /dev/null || watch');
    await shell.sees('t terminal on web01, a run anyway, Esc back');
    shell.press('esc');
    await shell.sees('❯ top -d 100 < /dev/null || watch');
    shell.press('enter');
    await shell.sees('a run anyway');
    shell.type('a');
    await shell.misses('a run anyway');
    await shell.sees(/✗ 3|✓ 3/);
    expect(await shell.leave()).toBe(0);
  });

  it('needs one host', async () => {
    const shell = await openShell({ demo: 3 });
    await shell.sees('3 up');
    shell.enter(':shell');
    await shell.sees('a terminal is on one host, and these are 3 – write :shell web01');
    expect(await shell.press('ctrl-c').leave()).toBe(0);
  });
});
