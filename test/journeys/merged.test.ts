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

  it('shows of every other block what is different, word by word, and how many agree on a line', async () => {
    const shell = await demo(6);
    shell.press('ctrl-t');
    shell.enter('cat app.conf');
    await shell.sees('✓ 6');
    await shell.sees(/\(5\) {2}ok .* baseline/);
    await shell.sees(/5\/6 workers = 8/);
    await shell.sees(/web03 \(1\) {2}ok .* 2 differences/);
    await shell.sees(/3 - workers = 8/);
    await shell.sees(/\+ workers = 2/);
    expect(await shell.leave()).toBe(0);
  });

  it('shows of hosts that all differ what each has of its own', async () => {
    const shell = await demo(3);
    shell.press('ctrl-t');
    shell.enter('seq 100 110; echo "i am $(hostname | rev) backwards"');
    await shell.sees('✓ 3');
    await shell.sees(/db01 \(1\) {2}ok .* baseline/);
    await shell.sees(/web02 \(1\) {2}ok .* 1 difference/);
    await shell.sees('- i am 10bd backwards');
    await shell.sees('+ i am 20bew backwards');
    expect(await shell.leave()).toBe(0);
  });

  it('opens the difference of one host with d, and goes from one to the next', async () => {
    const shell = await demo(6);
    shell.enter('seq 1 200 | sed "s/^100$/$(hostname | tail -c 3)/;s/^180$/$(hostname)x/"');
    await shell.sees('✓ 6');
    shell.press('ctrl-t');
    shell.press('esc');
    await shell.sees('zoom');
    shell.type('d');
    await shell.sees('1 of 2 differences');
    await shell.sees(/100 - 0/);
    shell.type('n');
    await shell.sees('2 of 2 differences');
    await shell.sees(/180 - /);
    shell.type('N');
    await shell.sees('1 of 2 differences');
    shell.press('esc');
    await shell.misses('of 2 differences');
    expect(await shell.leave()).toBe(0);
  });
});
