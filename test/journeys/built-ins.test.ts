import { describe, expect, it } from 'vitest';
import { openShell, type Program } from '../support/program.ts';

async function demo(): Promise<Program> {
  const shell = await openShell({ demo: 6 });
  return shell.sees('6 up');
}

/** Waits for the overlay to go, because Esc and what follows it at once is another key. */
async function closeOverlay(shell: Program): Promise<void> {
  // Drawn to its last row: what is not there yet cannot be missed.
  await shell.sees('Esc closes');
  shell.press('esc');
  await shell.misses('Esc closes');
}

describe('help', () => {
  it('opens at the prompt by :help, in the grid by ?, each with the keys of its place', async () => {
    const shell = await demo();
    shell.enter(':help');
    await shell.sees('at the prompt');
    await shell.sees('search the history');
    await closeOverlay(shell);
    shell.press('esc');
    await shell.sees('Esc back');
    shell.type('?');
    await shell.sees('in the grid');
    await shell.sees('older, newer run');
    await closeOverlay(shell);
    await shell.sees('Esc back');
    expect(await shell.leave()).toBe(0);
  });
});

describe('earlier runs', () => {
  it('are listed by :runs and looked at again by [ and ]', async () => {
    const shell = await demo();
    shell.enter('hostname');
    await shell.seesRun('hostname', '✓ 6');
    shell.enter('./check');
    await shell.seesRun('./check', '✗ 1 db02');
    shell.enter(':runs');
    await shell.sees(/1 {2}@all hostname +✓ 6/);
    await shell.sees(/2 {2}@all \.\/check +✗ 1 ✓ 5/);
    await closeOverlay(shell);
    shell.press('esc');
    await shell.sees('Esc back');
    shell.type('[');
    await shell.sees('run 1 of 2');
    await shell.seesRun('hostname', '✓ 6');
    shell.type(']');
    await shell.seesRun('./check', '✗ 1 db02');
    await shell.misses('run 1 of 2');
    expect(await shell.leave()).toBe(0);
  });

  it('are repeated as they were: with their time limit, and with the place of each host', async () => {
    const shell = await demo();
    // the fifth host alone, until its limit
    shell.enter(':timeout 1 [ %{index} != 4 ] || sleep 30');
    await shell.sees(/ ✗ 1 db01 +✓ 5 /);
    shell.enter(':retry');
    await shell.sees('repeating run 1 on db01');
    await shell.sees('run 2');
    await shell.sees(/ ✗ 1 +1\.\ds/);
    expect(await shell.leave()).toBe(0);
  });

  it('are repeated by :retry where they failed', async () => {
    const shell = await demo();
    shell.enter('./check');
    await shell.seesRun('./check', '✗ 1 db02');
    shell.enter(':retry');
    await shell.sees('repeating run 1 on db02');
    await shell.sees('run 2');
    await shell.seesRun('./check', '✗ 1');
    expect(await shell.leave()).toBe(0);
  });
});

describe('a line that is not for the hosts', () => {
  it('with a name that is no built-in is refused with the nearest one and stays', async () => {
    const shell = await demo();
    shell.enter(':hlep');
    await shell.sees('no built-in :hlep – did you mean :help');
    await shell.sees('❯ :hlep');
    await shell.sees('nothing has run yet');
    shell.press('ctrl-u');
    expect(await shell.leave()).toBe(0);
  });

  it('begins with ! and runs on this machine', async () => {
    const shell = await demo();
    shell.enter('!echo begun; sleep 600');
    await shell.sees('!echo begun; sleep 600 runs on this machine – Ctrl-C ends it');
    shell.press('ctrl-c');
    await shell.sees('[SIGINT]');
    shell.press('esc');
    await shell.misses('[SIGINT]');
    shell.enter('!echo here $((40 + 2)); pwd; exit 3');
    await shell.sees('here 42');
    await shell.sees(shell.sandbox.folder);
    await shell.sees('[exit 3]');
    await shell.sees('nothing has run yet');
    await closeOverlay(shell);
    expect(await shell.leave()).toBe(0);
  });

  it('is :quit', async () => {
    const shell = await demo();
    shell.enter(':quit');
    expect(await shell.left()).toBe(0);
  });
});

describe('a line for the hosts', () => {
  it('may be the shell’s own colon', async () => {
    const shell = await demo();
    shell.enter(': > made; ls made');
    await shell.seesRun(': > made; ls made', '✓ 6');
    expect(await shell.leave()).toBe(0);
  });

  it('may be the batch_run of the assignment', async () => {
    const shell = await demo();
    shell.enter('batch_run -h web01 -g db_servers -cmd "hostname | tr a-z A-Z"');
    await shell.seesRun('hostname | tr a-z A-Z', '✓ 3');
    await shell.sees('WEB01');
    await shell.sees('DB02');
    expect(await shell.leave()).toBe(0);
  });
});
