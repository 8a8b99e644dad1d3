import { expect, it } from 'vitest';
import { openShell } from '../support/program.ts';

it('the mouse chooses a pane and scrolls it, once it is wanted', async () => {
  const shell = await openShell({ args: ['--demo', '4'] });
  await shell.sees('4 up');
  shell.enter('seq 100');
  await shell.sees('✓ 4');
  shell.enter(':mouse on');
  await shell.sees('the wheel scrolls');
  shell.type('\x1b[<64;50;15M');
  await shell.sees(/\+\d+ new|scrolled/);
  shell.type('\x1b[<65;50;15M');
  await shell.misses(/\+\d+ new|scrolled/);
  shell.type('\x1b[<0;5;5M');
  shell.press('enter');
  await shell.sees(/^╭ web01/m);
  await shell.misses(/web02/);
  shell.press('esc');
  await shell.sees('web02');
  shell.enter(':mouse off');
  await shell.sees('the terminal’s own again');
  expect(await shell.leave()).toBe(0);
});
