import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { openShell, type Program } from '../support/program.ts';

const historyFile = (shell: Program) => path.join(shell.sandbox.state, 'tutti', 'history.jsonl');

describe('the history', () => {
  it('is there at the next start, by ↑ and by Ctrl-R, without lines that begin with a blank', async () => {
    const first = await openShell({ demo: 2 });
    await first.sees('2 up');
    first.enter('echo remember me');
    await first.seesRun('echo remember me', '✓ 2');
    first.enter(' echo forget me');
    await first.sees('run 2');
    await first.sees('forget me');
    first.enter('hostname');
    await first.seesRun('hostname', '✓ 2');
    expect(await first.leave()).toBe(0);

    const second = await openShell({ demo: 2, sandbox: first.sandbox });
    await second.sees('2 up');
    second.press('up');
    await second.sees('❯ hostname');
    second.press('up');
    await second.sees('❯ echo remember me');
    second.press('ctrl-u', 'ctrl-r').type('ber');
    await second.sees('echo remember me');
    second.press('enter');
    await second.sees('❯ echo remember me');
    second.press('enter');
    await second.seesRun('echo remember me', '✓ 2');
    expect(await second.leave()).toBe(0);
    expect(second.said).not.toContain('forget me');
  });

  it('keeps line, target and time in a file of its owner’s own', async () => {
    const shell = await openShell({ demo: 6 });
    await shell.sees('6 up');
    shell.enter('@web_clusters uptime');
    await shell.seesRun('uptime', '✓ 4');
    shell.enter(' secret-ish');
    await shell.sees('run 2');
    await shell.seesRun('secret-ish', '✗ 6');
    const file = historyFile(shell);
    const [entry, ...more] = readFileSync(file, 'utf8').trimEnd().split('\n');
    expect(JSON.parse(entry ?? '')).toEqual({
      v: 1,
      time: expect.any(Number),
      line: '@web_clusters uptime',
      target: 'all',
    });
    expect(more).toEqual([]);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(statSync(path.dirname(file)).mode & 0o777).toBe(0o700);
    expect(await shell.leave()).toBe(0);
  });
});
