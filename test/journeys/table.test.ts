import { describe, expect, it } from 'vitest';
import { openShell } from '../support/program.ts';

describe('the table', () => {
  it('has the columns of all hosts, sorted by the one that is chosen, with bars', async () => {
    const shell = await openShell({ args: ['--demo', '3'] });
    await shell.sees('3 up');
    shell.enter(
      'echo "name  use"; case $(hostname) in web01) echo "a 9%";; web02) echo "b 100%";; *) echo "c 41%";; esac',
    );
    await shell.sees('✓ 3');
    shell.press('esc');
    await shell.sees('zoom');
    shell.type('T');
    await shell.sees(/host ▲ +name +use/);
    await shell.sees(/db01 +c +41%/);
    shell.type('>>');
    await shell.sees(/use ▼/);
    await shell.sees(/web02 +b +100% ████████[\s\S]*db01 +c +41% ███░░░░░[\s\S]*web01 +a +9%/);
    shell.type('S');
    await shell.sees(/use ▲/);
    await shell.sees(/web01 +a +9%[\s\S]*web02 +b +100%/);
    shell.type('T');
    await shell.sees('panes');
    shell.type('m');
    await shell.sees('merged');
    shell.type('T');
    await shell.sees(/host +name +use ▲/);
    shell.type('T');
    await shell.sees('merged');
    expect(await shell.leave()).toBe(0);
  });
});

describe('a watched line', () => {
  it('is repeated, with a sparkline for each host, until Ctrl-C', async () => {
    const shell = await openShell({ args: ['--demo', '2'] });
    await shell.sees('2 up');
    shell.enter('n=0');
    await shell.sees('✓ 2');
    shell.enter(':watch 0.2s n=$((n+1)); echo $n');
    await shell.sees('watch 0.2s');
    await shell.sees(/web01 ✓.*▁[▂-▆]+█/);
    shell.press('ctrl-c');
    await shell.misses('watch 0.2s');
    shell.enter('echo still $n');
    await shell.sees(/still \d+/);
    expect(await shell.leave()).toBe(0);
  });
});

describe('a chart', () => {
  it('has a bar for one number of each host, the largest first', async () => {
    const shell = await openShell({ args: ['--demo', '3'] });
    await shell.sees('3 up');
    shell.enter(
      'case $(hostname) in web01) echo "7 of 10";; web02) echo "9 of 20";; *) echo "8 of 30";; esac',
    );
    await shell.sees('✓ 3');
    shell.enter(':chart');
    await shell.sees(/the last number of 3 hosts/);
    await shell.sees(/db01 +30 +█+[\s\S]*web02 +20 +█+[\s\S]*web01 +10 +█+/);
    shell.press('enter');
    await shell.misses('the last number of');
    shell.enter(':chart 1');
    await shell.sees(/web02 +9 +█+[\s\S]*db01 +8[\s\S]*web01 +7/);
    shell.press('enter');
    await shell.misses('number 1 of');
    expect(await shell.leave()).toBe(0);
  });
});
