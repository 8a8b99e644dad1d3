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
    expect(await shell.leave()).toBe(0);
  });
});
