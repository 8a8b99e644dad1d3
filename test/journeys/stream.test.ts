import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { embeddedFleet } from '../support/embedded-fleet.ts';
import { openShell, type Program } from '../support/program.ts';
import { Sandbox } from '../support/sandbox.ts';

const columns = 100;

/** The rows of the view, above its status. */
function rowsOf(shell: Program): string[] {
  return shell.screen
    .split('\n')
    .slice(1, -4)
    .map((row) => row.trimEnd());
}

/** A file that a host waits for, and the words for it. */
function gate(shell: Program, name: string) {
  const file = path.join(shell.sandbox.folder, name);
  return {
    wait: `while [ ! -e ${file} ]; do sleep 0.05; done`,
    open: () => void shell.sandbox.write(name, ''),
  };
}

/** Esc by itself: with the letter behind it in one packet it would be Alt. */
async function toGrid(shell: Program): Promise<void> {
  shell.press('esc');
  await shell.sees('Esc back');
}

async function toPrompt(shell: Program): Promise<void> {
  shell.press('esc');
  await shell.sees('Esc grid');
}

async function toStream(shell: Program): Promise<void> {
  await toGrid(shell);
  shell.type('vv');
  await shell.sees(/run \d+ .*stream\s*$/m);
}

describe('the stream', () => {
  it('is the third view of the same run, and of an earlier one', async () => {
    const shell = await openShell({ demo: 2, columns });
    await shell.sees('2 up');
    shell.enter('echo first');
    await shell.seesRun('echo first', '✓ 2');
    shell.enter('echo problem >&2');
    await shell.seesRun('echo problem >&2', '✓ 2');
    await toStream(shell);
    await shell.sees(/^▌×2 web\[01-02\] {2}problem$/m);
    await shell.sees('── 2 lines ─');
    shell.type('[');
    await shell.sees(/^ ×2 web\[01-02\] {2}first$/m);
    shell.type(']');
    await shell.sees('problem');
    shell.press('ctrl-t');
    await shell.sees('╭ web02 ✓');
    shell.type('vvv');
    await shell.sees('╭ web02 ✓');
    await toPrompt(shell);
    expect(await shell.leave()).toBe(0);
  });

  it('stays where it was scrolled to while lines arrive, and goes back to the newest', async () => {
    const shell = await openShell({ demo: 2, columns });
    await shell.sees('2 up');
    const [more, end] = [gate(shell, 'more'), gate(shell, 'end')];
    shell.enter(
      `[ $(hostname) = web02 ] || seq 40; ${more.wait}; echo late on $(hostname); ${end.wait}`,
    );
    await shell.sees(/^│ 40 /m);
    await toStream(shell);
    await shell.sees(/^ web01 40$/m);
    await shell.sees('── following ─');
    shell.type('g');
    await shell.sees(/^ web01 1$/m);
    await shell.sees('── scrolled ─');
    const before = rowsOf(shell);
    more.open();
    await shell.sees('── +2 new ─');
    expect(rowsOf(shell)).toEqual(before);
    shell.type('G');
    await shell.sees(/^ web01 late on web01$/m);
    await shell.sees(/^ web02 late on web02$/m);
    await shell.sees('── following ─');
    end.open();
    await shell.sees('── 42 lines ─');
    await toPrompt(shell);
    expect(await shell.leave()).toBe(0);
  });

  it('shows only, hides and lights up what is typed, and tells how much is hidden', async () => {
    const shell = await openShell({ demo: 2, columns });
    await shell.sees('2 up');
    shell.enter('@web01 seq 1 30');
    await shell.seesRun('seq 1 30', '✓ 1');
    shell.enter(':only /^2\\d$/');
    await shell.sees('── hidden: 20 lines ── only /^2\\d$/ ─');
    expect(rowsOf(shell).filter(Boolean)).toEqual(
      Array.from({ length: 10 }, (_, i) => ` web01 ${20 + i}`),
    );
    shell.enter(':hide 5');
    await shell.sees('── hidden: 21 lines ── only /^2\\d$/ ── without 5 ─');
    await shell.misses(/web01 25$/m);
    shell.enter(':light 7');
    await shell.sees('── light 7 ─');
    expect(shell.said).toContain('\x1b[7m7\x1b[27m');
    shell.enter(':only (');
    await shell.sees('── hidden: 30 lines ── only ( ─');
    shell.enter(':only /(/');
    await shell.sees('bad expression `(`');
    shell.press('ctrl-u').enter(':only').enter(':hide').enter(':light');
    await shell.sees(/^ web01 30$/m);
    await shell.misses('hidden:');
    expect(await shell.leave()).toBe(0);
  });

  it('mutes a host and brings it back', async () => {
    const shell = await openShell({ demo: 3, columns });
    await shell.sees('3 up');
    shell.enter('for i in 1 2; do echo "$(hostname) says $i"; done');
    await shell.sees('✓ 3');
    await toStream(shell);
    await shell.sees('── 6 lines ─');
    shell.type('k');
    await shell.sees('── scrolled ─');
    const [host = ''] = rowsOf(shell).filter(Boolean).at(-1)?.trim().split(' ') ?? [];
    shell.type('-');
    await shell.sees(`${host}: muted in the stream`);
    await shell.sees('hidden: 1 host, 2 lines');
    expect(rowsOf(shell).join('\n')).not.toContain(host);
    shell.type('-');
    await shell.sees(`${host}: in the stream again`);
    await shell.sees(`${host} says 2`);
    shell.type(':mute @all!web01\r');
    await shell.sees('hidden: 2 hosts, 4 lines');
    shell.enter(':mute');
    await shell.misses('hidden:');
    expect(await shell.leave()).toBe(0);
  });

  it('of a flood shows the newest lines, and reads the others from the record', async () => {
    const shell = await openShell({ demo: 2, columns });
    await shell.sees('2 up');
    const end = gate(shell, 'end');
    shell.enter(`@web01 seq 200000; ${end.wait}; echo done`);
    await toStream(shell);
    await shell.sees(/^ web01 200000$/m);
    await shell.sees(/skipped: [\d,]+ lines/);
    end.open();
    await shell.sees(/^ web01 done$/m);
    await shell.misses(/⋯/);
    shell.type('g');
    await shell.sees(/^ web01 1$/m);
    await shell.sees(() => rowsOf(shell).every((row, i) => row === ` web01 ${i + 1}`));
    const { length } = rowsOf(shell);
    shell.type('\x1b[6~');
    await shell.sees(() => rowsOf(shell).every((row, i) => row === ` web01 ${length + i}`));
    await toPrompt(shell);
    expect(await shell.leave()).toBe(0);
  });

  it('shows a run of an earlier day in the order in which its lines arrived', async () => {
    const sandbox = new Sandbox();
    const before = await openShell({ demo: 2, columns, sandbox });
    await before.sees('2 up');
    const [two, three] = [gate(before, 'two'), gate(before, 'three')];
    before.enter(
      `w=$(hostname); [ $w = web02 ] || echo first; ${two.wait}; [ $w = web01 ] || echo second; ${three.wait}; [ $w = web02 ] || echo third`,
    );
    await before.sees(/^│ first /m);
    two.open();
    await before.sees(/│ second /);
    three.open();
    await before.sees(/ ✓ 2 /);
    expect(before.press('ctrl-d') && (await before.exited())).toBe(0);
    const shell = await openShell({ demo: 2, columns, sandbox });
    await shell.sees('2 up');
    await toGrid(shell);
    shell.type('vv[');
    await shell.sees('web02 second');
    await shell.sees(() =>
      [' web01 first', ' web02 second', ' web01 third'].every((row, i) => rowsOf(shell)[i] === row),
    );
    await toPrompt(shell);
    expect(await shell.leave()).toBe(0);
  });

  it('without colours tells hosts and stderr apart all the same', async () => {
    const shell = await openShell({ demo: 2, columns, env: { NO_COLOR: '1' } });
    await shell.sees('2 up');
    shell.enter('hostname; echo wrong on $(hostname) >&2');
    await shell.sees('✓ 2');
    await toStream(shell);
    for (const host of ['web01', 'web02']) {
      await shell.sees(new RegExp(`^ ${host} ${host}$`, 'm'));
      await shell.sees(new RegExp(`^▌${host} wrong on ${host}$`, 'm'));
    }
    expect(shell.said).not.toMatch(/\x1b\[(3\d|38;5;\d+)m/);
    await toPrompt(shell);
    expect(await shell.leave()).toBe(0);
  });

  it('of a run without a record shows what is kept, and waits for nothing', async () => {
    const fleet = await embeddedFleet({ count: 1 });
    const sandbox = new Sandbox();
    const { identityFile, knownHosts } = fleet;
    const [host] = fleet.hosts;
    const inventory = sandbox.write(
      'inventory.yaml',
      JSON.stringify({
        version: 1,
        defaults: { user: 'demo', identity_file: identityFile, known_hosts: knownHosts },
        hosts: { web01: { address: '127.0.0.1', port: host?.port } },
        groups: { quiet: { hosts: ['web01'], record: false } },
      }),
    );
    const shell = await openShell({ args: ['@all', '--inventory', inventory], sandbox, columns });
    await shell.sees('1 up');
    shell.enter('seq 50000');
    await shell.seesRun('seq 50000', '✓ 1');
    await toStream(shell);
    await shell.sees(/^ web01 50000$/m);
    shell.type('g');
    const gap = /^ ⋯ [\d,]+ lines of web01 skipped on the screen$/;
    await shell.sees(() => {
      const [first = '', ...rest] = rowsOf(shell);
      const numbers = rest.filter((row) => !gap.test(row)).map((row) => Number(row.slice(7)));
      const inOrder = numbers.every((number, i) => i === 0 || number > (numbers[i - 1] ?? 0));
      return gap.test(first) && inOrder && shell.screen.includes('── scrolled ───');
    });
    shell.type('G');
    await shell.sees(/^ web01 50000$/m);
    await toPrompt(shell);
    expect(await shell.leave()).toBe(0);
  });
});
