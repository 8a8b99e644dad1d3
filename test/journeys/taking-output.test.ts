import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { openShell, type Program } from '../support/program.ts';
import { Sandbox } from '../support/sandbox.ts';

async function demo(env: Record<string, string> = {}, sandbox = new Sandbox()): Promise<Program> {
  const shell = await openShell({ demo: 6, env, sandbox });
  return shell.sees('6 up');
}

async function inGrid(shell: Program): Promise<Program> {
  shell.press('esc');
  return shell.sees('Esc back');
}

/** What was put into the clipboard last. */
function clipboard(shell: Program): string {
  const [, base64 = ''] = [...shell.said.matchAll(/\x1b\]52;c;([^\x07]*)\x07/g)].at(-1) ?? [];
  return Buffer.from(base64, 'base64').toString();
}

const folders = (shell: Program) =>
  readdirSync(shell.sandbox.folder).filter((name) => name.startsWith('tutti-2'));

describe('y', () => {
  it('copies what the host or the block under the cursor said', async () => {
    const shell = await demo();
    shell.enter(`printf '\\033[31mred\\033[0m ä\\n'; echo same`);
    await shell.sees(/✓ 6/);
    await inGrid(shell);
    shell.type('ly');
    await shell.sees('copied 2 lines of web02');
    expect(clipboard(shell)).toBe('red ä\nsame\n');
    shell.type('my');
    await shell.sees(/copied 2 lines of db\[01-02\],web\[01-04\]/);
    expect(await shell.leave()).toBe(0);
  });

  it('tells when not all had room, and when there is nothing', async () => {
    const shell = await demo();
    shell.enter('seq 1 30000');
    await shell.seesRun('seq 1 30000', '✓ 6');
    await inGrid(shell);
    shell.type('y');
    await shell.sees(
      /copied the first 1\d{4} lines of web01 \(\d+ k?B?.*\) of 30000 – w writes all/i,
    );
    const copied = clipboard(shell);
    expect(copied.length).toBeLessThanOrEqual(74_994);
    expect(copied.startsWith('1\n2\n3\n')).toBe(true);
    shell.type(':timeout off').press('enter').enter('true');
    await shell.seesRun('true', '✓ 6');
    await inGrid(shell);
    shell.type('y');
    await shell.sees('web01 said nothing in run 2');
    expect(await shell.leave()).toBe(0);
  });
});

describe('w', () => {
  it('writes every byte of each host into files of a new folder, its owner’s alone', async () => {
    const shell = await demo();
    shell.enter(`printf 'a\\0b\\377\\033[2J'; ./check`);
    await shell.sees(/✗ 1 db02 +✓ 5/);
    await inGrid(shell);
    shell.type('w');
    await shell.sees(/run 1: 7 files/);
    const [folder = ''] = folders(shell);
    expect(folder).toMatch(/^tutti-\d{4}-\d\d-\d\d-\d{4}-run1$/);
    const place = path.join(shell.sandbox.folder, folder);
    expect(readdirSync(place).sort()).toEqual([
      'db01.out',
      'db02.err',
      'db02.out',
      'web01.out',
      'web02.out',
      'web03.out',
      'web04.out',
    ]);
    expect(readFileSync(path.join(place, 'db02.out'), 'latin1')).toBe(
      'a\0b\xff\x1b[2Jok: 3 of 4 checks\n',
    );
    expect(readFileSync(path.join(place, 'db02.err'), 'utf8')).toBe('disk: /var is 97% full\n');
    expect(statSync(place).mode & 0o777).toBe(0o700);
    for (const name of readdirSync(place))
      expect(statSync(path.join(place, name)).mode & 0o777).toBe(0o600);
    shell.type('w');
    await shell.sees('run1-2');
    expect(folders(shell)).toHaveLength(2);
    expect(await shell.leave()).toBe(0);
  });
});

describe('o', () => {
  it('gives the terminal to $PAGER with its arguments, and the screen comes back whole', async () => {
    const sandbox = new Sandbox();
    const pager = sandbox.write(
      'pager',
      '#!/bin/sh\necho "args $*"; cat >"$SEEN"; wc -l <"$SEEN"; read answer </dev/tty; echo "$answer" >"$SEEN.typed"\n',
      0o700,
    );
    const seen = path.join(sandbox.folder, 'seen');
    const shell = await demo({ PAGER: `${pager} -a 'b c'`, SEEN: seen }, sandbox);
    shell.enter(`seq 1 5000; printf '\\033[31mred\\033[0m\\033[2J\\n'`);
    await shell.sees(/✓ 6/);
    await inGrid(shell);
    shell.type('o');
    await shell.sees(/args -a b c\s+5001/);
    expect(shell.terminal).toMatchObject({ alternateScreen: false, autowrap: true });
    shell.type('qq jk\r');
    await shell.sees(() => shell.terminal.alternateScreen);
    await shell.sees(/┏ web01 ✓/);
    await shell.sees('Esc back');
    expect(readFileSync(`${seen}.typed`, 'utf8')).toBe('qq jk\n');
    const lines = readFileSync(seen, 'utf8').split('\n');
    expect([lines[0], lines[4999], lines[5000]]).toEqual(['1', '5000', 'red']);
    shell.type('O');
    await shell.sees(/args -a b c\s+5001/);
    shell.press('enter');
    await shell.sees('Esc back');
    expect(readFileSync(seen, 'latin1').endsWith('5000\n\x1b[31mred\x1b[0m\x1b[2J\n')).toBe(true);
    shell.press('esc');
    await shell.sees('Tab complete');
    shell.enter('uptime');
    await shell.seesRun('uptime', '✓ 6');
    expect(await shell.leave()).toBe(0);
  });

  it('is less unless told otherwise, left before all is read, and Ctrl-C in it is its own', async () => {
    const shell = await demo();
    shell.enter('seq 1 200000');
    await shell.sees(/✓ 6/);
    await inGrid(shell);
    shell.type('o');
    await shell.sees(/^1\n2\n3\n/);
    shell.press('ctrl-c');
    // the terminal forgets what was typed when it sends a signal
    const typing = setInterval(() => shell.type('q'), 200);
    await shell.sees('Esc back').finally(() => clearInterval(typing));
    await shell.sees(() => shell.terminal.alternateScreen && !shell.terminal.autowrap);
    expect(await shell.leave()).toBe(0);
  });

  it('says when there is no such pager', async () => {
    const shell = await demo({ PAGER: 'no-such-pager' });
    shell.enter('hostname');
    await shell.seesRun('hostname', '✓ 6');
    await inGrid(shell);
    shell.type('o');
    await shell.sees('no-such-pager cannot be started – set PAGER to a program');
    expect(await shell.leave()).toBe(0);
  });
});
