import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { Network, networkMissing } from '../support/network.ts';
import { processes, until } from '../support/processes.ts';
import { entryOf, realHost, shellOn } from '../support/real-shell.ts';
import { childrenOf } from '../support/server-users.ts';
import { sshdMissing } from '../support/sshd.ts';

const missing = sshdMissing();
const noNetwork = missing ?? networkMissing();
for (const why of new Set([missing, noNetwork])) {
  if (why !== undefined) process.stderr.write(`skipped, lost connections: ${why}\n`);
}
/** Those that take minutes: `npm run test:faults`. */
const long = process.env.TUTTI_FAULTS === '1';

function network(): Network {
  const made = new Network();
  onTestFinished(() => made.close());
  return made;
}

const counter = 'n=$(cat runs 2>/dev/null); echo $((n + 1)) >runs';

describe.skipIf(missing !== undefined)('a session', { timeout: 60_000 }, () => {
  test('whose sshd is killed during output is lost, with what it had said (F5)', async () => {
    const [a, b] = [await realHost(), await realHost()];
    const shell = await shellOn({ a: entryOf(a), b: entryOf(b) });
    await shell.sees('2 up');
    shell.enter('echo said before; sleep 77');
    await shell.sees(() => shell.screen.match(/^│ said before|│ said before/gm)?.length === 2);
    a.cut();
    await shell.sees('1 lost a');
    await shell.sees('said before');
    expect(shell.screen).not.toMatch(/exit -?\d/);
    shell.press('ctrl-c');
    await shell.sees('✗ 1');
    await shell.sees('2 up');
    shell.enter('echo both');
    await shell.seesRun('echo both', '✓ 2');
    expect(await shell.leave()).toBe(0);
  });

  test('lives on when sshd is restarted, and new ones are taken (F8)', async () => {
    const sshd = await realHost();
    const shell = await shellOn({ a: entryOf(sshd), b: entryOf(sshd) });
    await shell.sees('2 up');
    shell.enter('held=still; pid=$$');
    await shell.seesRun('held=still; pid=$$', '✓ 2');
    await sshd.restart();
    shell.enter('echo $held $((pid == $$))');
    await shell.sees(() => shell.screen.match(/│ still 1/g)?.length === 2);
    expect(await shell.leave()).toBe(0);
    const again = await shellOn({ a: entryOf(sshd) });
    await again.sees('1 up');
    expect(await again.leave()).toBe(0);
  });

  test('that is stopped is suspect, then lost, while the others go on (F4)', async () => {
    const [a, b] = [await realHost(), await realHost()];
    const shell = await shellOn({ a: entryOf(a), b: entryOf(b) });
    await shell.sees('2 up');
    shell.enter(`${counter}; sleep 60`);
    await until('the lines', () => [a, b].every(({ home }) => existsSync(path.join(home, 'runs'))));
    const sessions = a.connections();
    const all = [...sessions, ...sessions.flatMap(childrenOf)];
    for (const pid of all) process.kill(pid, 'SIGSTOP');
    onTestFinished(() => {
      for (const { pid } of processes()) if (all.includes(pid)) process.kill(pid, 'SIGCONT');
    });
    await shell.sees('1 silent', 45_000);
    await shell.sees('1 lost a', 45_000);
    shell.press('ctrl-c');
    await shell.sees('2 up', 45_000);
    for (const { home } of [a, b]) expect(runs(home)).toBe(1);
    shell.enter('echo back');
    await shell.seesRun('echo back', '✓ 2');
    expect(await shell.leave()).toBe(0);
  });
});

describe.skipIf(noNetwork !== undefined)('a link', { timeout: 240_000 }, () => {
  test.skipIf(!long)(
    'that is down for 40 s: what ran is lost, all come back, nothing runs twice (F6)',
    async () => {
      const cable = network();
      const sshd = await realHost({ network: cable });
      const hosts = Object.fromEntries(['a', 'b', 'c'].map((name) => [name, entryOf(sshd)]));
      const shell = await shellOn(hosts);
      await shell.sees('3 up');
      shell.enter('cd /tmp; export kept=1');
      await shell.seesRun('cd /tmp; export kept=1', '✓ 3');
      // what a shell holds is looked at while it rests
      await new Promise((resolve) => setTimeout(resolve, 2000));
      shell.enter('echo x >>~/runs-$tutti; sleep 300');
      await until('3 lines', () => lines(path.join(sshd.home, 'runs-')) === 3);
      cable.unplug();
      await new Promise((resolve) => setTimeout(resolve, 40_000));
      cable.plug();
      await shell.sees('3 up', 90_000);
      await shell.sees('3 lost');
      shell.enter('echo "$PWD $kept"');
      await shell.sees(() => shell.screen.match(/\/tmp 1/g)?.length === 3);
      expect(lines(path.join(sshd.home, 'runs-'))).toBe(3);
      expect(await shell.leave()).toBe(0);
    },
  );

  test('that resets is lost at once, and comes back when it heals', async () => {
    const cable = network();
    const sshd = await realHost({ network: cable });
    const shell = await shellOn({ a: entryOf(sshd) });
    await shell.sees('1 up');
    cable.reset(sshd.port);
    shell.enter('echo anybody');
    await shell.sees(/1 (lost|not reached)/, 45_000);
    cable.heal();
    await shell.sees('1 up', 45_000);
    shell.enter('echo healed');
    await shell.seesRun('echo healed', '✓ 1');
    expect(await shell.leave()).toBe(0);
  });
});

describe.skipIf(missing !== undefined)('tutti, when it is stopped', { timeout: 240_000 }, () => {
  test(`for ${long ? 'two minutes' : '20 s'} has all hosts back, and has run nothing twice`, async () => {
    const [a, b] = [await realHost(), await realHost()];
    const shell = await shellOn({ a: entryOf(a), b: entryOf(b) });
    await shell.sees('2 up');
    shell.enter(`${counter}; sleep 3; echo done`);
    await until('the lines', () => [a, b].every(({ home }) => existsSync(path.join(home, 'runs'))));
    const ours = shell.sandbox
      .processes()
      .filter(({ argv }) => /main\.js|tutti\.js|worker\.js/.test(argv));
    expect(ours.length).toBeGreaterThan(1);
    for (const { pid } of ours) process.kill(pid, 'SIGSTOP');
    await new Promise((resolve) => setTimeout(resolve, long ? 120_000 : 20_000));
    for (const { pid } of ours) process.kill(pid, 'SIGCONT');
    await shell.sees('2 up', 45_000);
    await shell.sees(/(✓ 2|lost)/, 45_000);
    shell.enter('echo here again');
    await shell.seesRun('echo here again', '✓ 2');
    for (const { home } of [a, b]) expect(runs(home)).toBe(1);
    expect(await shell.leave()).toBe(0);
  });

  test('by SIGKILL leaves no worker, no session and no command there (F11)', async () => {
    const sshd = await realHost();
    const shell = await shellOn({ a: entryOf(sshd), b: entryOf(sshd) });
    await shell.sees('2 up');
    shell.enter('sleep 3411');
    await until('the lines', () => sleeping(3411) === 2);
    process.kill(shell.pid, 'SIGKILL');
    await until('the end of the commands', () => sleeping(3411) === 0);
    await until('the end of the sessions', () => sshd.connections().length === 0);
    expect(await shell.left()).toBe('killed by 9');
  });
});

const runs = (home: string): number => Number(readFileSync(path.join(home, 'runs'), 'utf8'));
const lines = (file: string): number =>
  existsSync(file) ? readFileSync(file, 'utf8').split('\n').length - 1 : 0;
const sleeping = (seconds: number): number =>
  processes().filter(({ argv }) => argv === `sleep ${seconds}`).length;
