import { expect, it } from 'vitest';
import { openShell } from '../support/program.ts';

it('from a failure to its cause, its repair and back: filter, marks, target, retry', async () => {
  const shell = await openShell({ args: ['--demo', '6'] });
  await shell.sees('6 up');
  shell.enter('test -e fixed || ./check');
  await shell.sees(/✗ 1 db02/);
  shell.press('esc');
  await shell.sees('zoom');
  shell.type('f');
  await shell.sees('only failed');
  shell.type('a');
  await shell.sees('◆');
  shell.type('t');
  await shell.sees(/db02\(1\) ❯/);
  shell.enter('@db02 touch fixed; pwd');
  await shell.sees(/✓ 1 /);
  shell.enter('@-');
  await shell.sees(/all\(6\) ❯/);
  shell.enter(':retry 1');
  await shell.sees(/run 3/);
  await shell.sees(/✓ 1 /);
  shell.enter('@all test -e fixed || ./check');
  await shell.sees(/✓ 6/);
  expect(await shell.leave()).toBe(0);
});
