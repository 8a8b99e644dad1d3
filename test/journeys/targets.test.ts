import { describe, expect, it } from 'vitest';
import { openShell, type Program } from '../support/program.ts';
import { withSilentHost } from '../support/silent-host.ts';

async function demo(): Promise<Program> {
  const shell = await openShell({ demo: 6 });
  return shell.sees('6 up');
}

describe('choosing hosts', () => {
  it('runs a line once elsewhere, and the prompt stays where it is', async () => {
    const shell = await demo();
    shell.enter('@web_clusters uptime');
    await shell.seesRun('uptime', '✓ 4');
    await shell.sees('up 6 days');
    await shell.sees('all(6) ❯');
    shell.enter('hostname');
    await shell.seesRun('hostname', '✓ 6');
    expect(await shell.leave()).toBe(0);
  });

  it.each(['@web02 echo cold-$?', 'batch_run -h web02 -cmd "echo cold-$?"'])(
    'connects what a line names and nobody has selected, and runs it there: %s',
    async (line) => {
      const shell = await openShell({ demo: 2, args: ['web01'] });
      await shell.sees('web01(1) ❯');
      shell.enter(line);
      await shell.sees('cold-0');
      expect(await shell.leave()).toBe(0);
    },
  );

  it('waits for a host that does not answer, until Ctrl-C', async () => {
    const { sandbox } = await withSilentHost();
    const shell = await openShell({ sandbox, args: ['--connect-timeout', '600'] });
    await shell.sees('no target ❯');
    shell.enter('@web01 uptime');
    await shell.sees('connecting');
    shell.press('ctrl-c');
    await shell.seesRun('uptime', '○ 1 not reached');
    expect(await shell.leave()).toBe(0);
  });

  it('moves the prompt by @name and back by @-, as often as it was moved', async () => {
    const shell = await demo();
    shell.enter('@db_servers');
    await shell.sees('db_servers(2) ❯');
    shell.enter('hostname');
    await shell.seesRun('hostname', '✓ 2');
    shell.enter('@web[01-03]');
    await shell.sees('web[01-03](3) ❯');
    shell.enter('@-');
    await shell.sees('db_servers(2) ❯');
    shell.enter('@-');
    await shell.sees('all(6) ❯');
    shell.enter('@-');
    await shell.sees('no target before this one');
    shell.press('ctrl-u');
    expect(await shell.leave()).toBe(0);
  });

  it('takes the hosts of the last run that failed or did well', async () => {
    const shell = await demo();
    shell.enter('./check');
    await shell.seesRun('./check', '✗ 1 db02');
    shell.enter('@failed hostname');
    await shell.seesRun('hostname', '✓ 1');
    shell.enter('./check');
    await shell.seesRun('./check', '✗ 1 db02  ✓ 5');
    shell.enter('@ok');
    await shell.sees('ok(5) ❯');
    expect(await shell.leave()).toBe(0);
  });

  it('runs once on the target before, and on what joins it', async () => {
    const shell = await demo();
    shell.enter('@- uptime');
    await shell.sees('no target before this one');
    shell.press('ctrl-u').enter('@db_servers');
    await shell.sees('db_servers(2) ❯');
    shell.enter('@-!web01 hostname');
    await shell.seesRun('hostname', '✓ 5');
    shell.enter('@- uptime');
    await shell.seesRun('uptime', '✓ 6');
    await shell.sees('db_servers(2) ❯');
    expect(await shell.leave()).toBe(0);
  });

  it('makes marks and blocks the target, goes back, and completes all sets with their counts', async () => {
    const shell = await demo();
    shell.enter('./check');
    await shell.seesRun('./check', '✗ 1 db02  ✓ 5');
    shell.press('esc');
    await shell.sees('Esc back');
    shell.type(' l ');
    await shell.sees(/◆ web01 .*◆ web02 /);
    shell.type('@').press('tab');
    await shell.sees(/marked +2 hosts +marks/);
    await shell.sees(/failed +1 host +last run/);
    await shell.sees(/ok +5 hosts +last run/);
    await shell.sees(/odd +\d hosts? +last run/);
    await shell.sees(/block1 +\d hosts? +last run/);
    shell.press('esc', 'ctrl-u').enter('@block2 hostname');
    await shell.seesRun('hostname', '✓ 1');
    shell.enter('@marked echo same');
    await shell.seesRun('echo same', '✓ 2');
    shell.press('esc');
    await shell.sees('Esc back');
    shell.type('t');
    await shell.sees('web[01-02](2) ❯');
    await shell.misses('◆');
    shell.type('u');
    await shell.sees('all(6) ❯');
    await shell.sees('◆ 2');
    shell.type('@odd uptime').press('enter');
    await shell.sees('no host is odd');
    shell.press('ctrl-u').enter('@marked');
    await shell.sees('marked(2) ❯');
    shell.press('ctrl-u').enter('@-');
    await shell.sees('all(6) ❯');
    expect(await shell.leave()).toBe(0);
  });

  it.each([
    ['@db_servrs reboot', 'did you mean db_servers?'],
    ['@wbe01 reboot', 'did you mean web01'],
    ['@web_clusters!wbe01 reboot', 'did you mean web01'],
    ['@nosuch reboot', 'no host or group `nosuch`'],
  ])('refuses %s, says what there is, and leaves the line to be mended', async (line, refusal) => {
    const shell = await demo();
    shell.enter(line);
    await shell.sees(refusal);
    await shell.sees(`all(6) ❯ ${line}`);
    await shell.sees('nothing has run yet');
    shell.press('ctrl-c');
    await shell.misses(line);
    expect(await shell.leave()).toBe(0);
  });
});

describe('completing a target', () => {
  it('tells how many hosts each candidate selects, and Enter takes one', async () => {
    const shell = await demo();
    shell.type('@').press('tab');
    await shell.sees(/web_clusters +4 hosts/);
    await shell.sees(/db_servers +2 hosts/);
    await shell.sees(/all +6 hosts/);
    shell.press('down', 'enter');
    await shell.misses(/web_clusters +4 hosts/);
    await shell.sees('❯ @db_servers');
    shell.press('enter');
    await shell.sees('db_servers(2) ❯');
    expect(await shell.leave()).toBe(0);
  });

  it('finds a name by some of its letters and takes the only one at once', async () => {
    const shell = await demo();
    shell.type('@dbs').press('tab');
    await shell.sees('❯ @db_servers');
    expect(shell.screen).not.toMatch(/db_servers +2 hosts +group/);
    shell.press('ctrl-u');
    expect(await shell.leave()).toBe(0);
  });
});
