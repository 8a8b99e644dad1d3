import { describe, expect, it } from 'vitest';
import { openShell } from '../support/program.ts';

describe('a flood of output', () => {
  it('without an end is stopped by Ctrl-C', async () => {
    const shell = await openShell({ demo: 6 });
    await shell.sees('6 up');
    shell.enter('yes');
    await shell.sees(/^│ y /m);
    shell.press('ctrl-c');
    await shell.seesRun('yes', '✗ 6');
    shell.enter('hostname');
    await shell.seesRun('hostname', '✓ 6');
    expect(await shell.leave()).toBe(0);
  });
});
