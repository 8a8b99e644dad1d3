import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterEach, describe, expect, test } from 'vitest';
import { killScript, parseTree, treeScript } from '../../src/remote-host/tree-kill.ts';
import { localShells } from '../support/local-shells.ts';
import { until } from '../support/processes.ts';

const roots: ChildProcess[] = [];

afterEach(async () => {
  for (const root of roots.splice(0)) {
    if (root.exitCode === null && root.signalCode === null) {
      process.kill(-(root.pid ?? 0), 'SIGKILL');
      await once(root, 'exit');
    }
  }
});

/** A process with descendants, and the ids it printed. */
async function grow(script: string): Promise<{ root: number; printed: number[] }> {
  const child = spawn('/bin/bash', ['-c', script], {
    detached: true,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  roots.push(child);
  let text = '';
  for await (const bytes of child.stdout ?? []) {
    text += bytes;
    if (text.includes('end\n')) break;
  }
  return { root: child.pid ?? 0, printed: (text.match(/\d+/g) ?? []).map(Number) };
}

const lives = (pid: number): boolean => {
  const state = execFileSync('ps', ['-A', '-o', 'pid=,stat=']).toString();
  return new RegExp(`^ *${pid} [^Z]`, 'm').test(state);
};

const ask = (program: string, args: string[], script: string): string =>
  execFileSync(program, args, {
    input: script,
    encoding: 'utf8',
    stdio: ['pipe', 'pipe', 'ignore'],
  });

const controls: readonly (readonly [string, readonly string[]])[] = [
  ['dash', []],
  ['bash', []],
  ['busybox', ['sh']],
];
const installed = controls.filter(([name]) => localShells.some(({ program }) => program === name));

describe.each(installed)('with %s on the control channel', (program, args) => {
  test('the tree is the descendants, without the spared jobs and theirs', async () => {
    const { root, printed } = await grow(
      'sleep 3700 & echo $!; (sleep 3700; :) & echo $!; sh -c "sleep 3700; :" & echo $!; echo end; wait',
    );
    const [child, spared] = printed as [number, number];
    const answer = ask(program, [...args], treeScript({ root, spared: [spared], age: 5 }));
    const tree = parseTree(answer) ?? [];
    expect(tree).toContain(child);
    expect(tree).not.toContain(spared);
    expect(tree).not.toContain(root);
    // `sh -c "sleep; :"` and its sleep, where the shell did not replace itself.
    expect(tree.length).toBeGreaterThanOrEqual(2);
  });

  test('what started before the mark is an earlier job', async () => {
    const { root } = await grow('sleep 3700 & echo $!; echo end; wait');
    const uptime = Number(execFileSync('cat', ['/proc/uptime']).toString().split(' ')[0]);
    const tree = { root, spared: [], age: 5 };
    expect(parseTree(ask(program, [...args], treeScript({ ...tree, since: uptime + 5 })))).toEqual(
      [],
    );
    expect(
      parseTree(ask(program, [...args], treeScript({ ...tree, since: uptime - 5 }))),
    ).toHaveLength(1);
  });

  test('what an earlier job starts later is spared with it, one whose number came again is not', async () => {
    const { root, printed } = await grow(
      '(sleep 0.3; sleep 3700 & echo $!; echo end; wait) & wait',
    );
    const [late = 0] = printed;
    const stat = execFileSync('cat', [`/proc/${late}/stat`]).toString();
    const since = Number(stat.split(' ')[21]) / 100 - 0.1;
    const tree = { root, spared: [], age: 5 };
    const listed = (more: object) =>
      parseTree(ask(program, [...args], treeScript({ ...tree, ...more })));
    expect(listed({ since })).toEqual([]);
    expect(listed({ since: since - 5, spared: [late] })).toContain(late);
    expect(listed({ since: since + 0.1, spared: [late] })).not.toContain(late);
  });

  test('a process that has ended is not of the tree, though nobody takes it away', async () => {
    const { root, printed } = await grow(
      'sleep 3700 & echo $!; sleep 3700 & echo $!; echo end; kill -STOP $$',
    );
    const [living, dead = 0] = printed;
    const stateOf = (pid: number) =>
      execFileSync('ps', ['-o', 'stat=', '-p', String(pid)]).toString();
    // While it stands still it takes nobody away.
    await until('the stop', () => stateOf(root).startsWith('T'));
    process.kill(dead, 'SIGKILL');
    await until('the zombie', () => stateOf(dead).startsWith('Z'));
    const tree = treeScript({ root, spared: [], age: 5 });
    expect(parseTree(ask(program, [...args], tree))).toEqual([living]);
  });

  test('a stopped process goes by TERM too', async () => {
    const { root, printed } = await grow(
      'sleep 3700 & kill -STOP $!; echo $!; echo end; read x </dev/zero',
    );
    const [stopped = 0] = printed;
    ask(program, [...args], treeScript({ root, spared: [], age: 5 }, 'TERM'));
    await until('its end', () => !lives(stopped));
  });

  test('the signal reaches the tree and not its root', async () => {
    const { root, printed } = await grow('sleep 3700 & echo $!; echo end; read x </dev/zero');
    const [child = 0] = printed;
    ask(program, [...args], treeScript({ root, spared: [], age: 5 }, 'KILL'));
    await expect.poll(() => [lives(child), lives(root)]).toEqual([false, true]);
  });

  test('a group is signalled as a whole', async () => {
    const { root, printed } = await grow('sleep 3700 & echo $!; echo end; wait');
    ask(program, [...args], killScript('KILL', -root));
    await expect.poll(() => lives(printed[0] ?? 0)).toBe(false);
  });
});

test('only whole process ids above 1 get into a script', () => {
  for (const id of [1, 0, -1, 1.5, Number.NaN, Number('1; reboot')]) {
    expect(() => killScript('KILL', id)).toThrow(RangeError);
    expect(() => treeScript({ root: id, spared: [], age: 1 })).toThrow(RangeError);
    expect(() => treeScript({ root: 5, spared: [id], age: 1 })).toThrow(RangeError);
  }
});

test('an answer without a list is not an empty list', () => {
  expect(parseTree('')).toBeUndefined();
  expect(parseTree('tree\n')).toEqual([]);
  expect(parseTree('tree 12 34\n')).toEqual([12, 34]);
});
