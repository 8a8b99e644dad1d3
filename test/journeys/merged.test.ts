import { describe, expect, it } from 'vitest';
import { openShell } from '../support/program.ts';

/** The screen on the embedded hosts. */
const demo = async (count = 4) => {
  const shell = await openShell({ args: ['--demo', String(count)] });
  await shell.sees(`${count} up`);
  return shell;
};

describe('merged', () => {
  it('is one block for answers that differ in the host’s own name, times and ids only', async () => {
    const shell = await demo();
    shell.press('ctrl-t');
    shell.enter('echo "$(hostname) at $(date +%T), pid $$ took 1.$$ s"');
    await shell.sees('✓ 4');
    await shell.sees(/\(4\) {2}ok/);
    shell.press('esc');
    await shell.sees('zoom');
    shell.type('M');
    await shell.misses(/\(4\) {2}ok/);
    shell.type('M');
    await shell.sees(/\(4\) {2}ok/);
    expect(await shell.leave()).toBe(0);
  });
});
