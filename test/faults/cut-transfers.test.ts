import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { Network, networkMissing } from '../support/network.ts';
import { until } from '../support/processes.ts';
import { entryOf, inventoryOfHosts, named, realHost, shellOn } from '../support/real-shell.ts';
import { sshdMissing } from '../support/sshd.ts';
import { Started } from '../support/without-screen.ts';

const missing = sshdMissing() ?? networkMissing();
if (missing !== undefined) process.stderr.write(`skipped, cut transfers: ${missing}\n`);

const long = process.env.TUTTI_FAULTS === '1';

function network(): Network {
  const made = new Network();
  onTestFinished(() => made.close());
  return made;
}

describe.skipIf(missing !== undefined)('a put', { timeout: 90_000 }, () => {
  test('whose link is reset half-way leaves the old file, and the next one ends (F13)', async () => {
    const cable = network();
    const sshd = await realHost({ network: cable });
    const sandbox = inventoryOfHosts({ a: entryOf(sshd) });
    const bytes = randomBytes(24 * 1024 * 1024);
    const place = path.join(sshd.home, 'place');
    const before = new Started('tutti', ['run', 'a', '--', 'mkdir place; echo old >place/data'], {
      sandbox,
    });
    expect((await before.ended()).status).toBe(0);
    writeFileSync(path.join(sandbox.folder, 'data'), bytes);
    cable.slow(40_000);
    const line = ['put', 'a', 'data', place, '--timeout', '60'];
    const put = new Started('tutti', line, { sandbox });
    await until('a part of it', () => readdirSync(place).length === 2);
    cable.reset(sshd.port);
    const { status, err } = await put.ended();
    expect(status).toBe(5);
    expect(err).toContain('lost');
    expect(readFileSync(path.join(place, 'data'), 'utf8')).toBe('old\n');
    cable.heal();
    const again = await new Started('tutti', line, { sandbox }).ended();
    expect(again.status).toBe(0);
    expect(readFileSync(path.join(place, 'data')).equals(bytes)).toBe(true);
    expect(readdirSync(place)).toEqual(['data']);
  });
});

describe.skipIf(missing !== undefined)('ten slow hosts of 50', { timeout: 120_000 }, () => {
  test.skipIf(!long)('that lose packets are complete, and hold nobody up (F14)', async () => {
    const cable = network();
    const [slow, quick] = [await realHost({ network: cable }), await realHost()];
    cable.slow(1000);
    cable.drop(slow.port, 0.05);
    const shell = await shellOn(
      { ...named('quick', 40, entryOf(quick)), ...named('slow', 10, entryOf(slow)) },
      { columns: 160, rows: 40 },
    );
    await shell.sees('50 up', 60_000);
    shell.enter('seq 20000; echo end');
    await shell.sees(/10 slow\S* {2}✓ 40/, 30_000);
    await shell.sees('✓ 50', 60_000);
    shell.press('ctrl-t');
    await shell.sees('(50)');
    expect(await shell.leave()).toBe(0);
  });
});

describe.skipIf(missing !== undefined)('a server that allows', { timeout: 60_000 }, () => {
  test.each([1, 3, 10])('%i sessions takes lines, Ctrl-C and files (F24)', async (sessions) => {
    const sshd = await realHost({ config: [`MaxSessions ${sessions}`] });
    const shell = await shellOn({ a: entryOf(sshd), b: entryOf(sshd) });
    await shell.sees('2 up');
    for (const word of ['one', 'two', 'three', 'four', 'five']) shell.enter(`echo ${word}`);
    await shell.sees(() => shell.screen.match(/│ five/g)?.length === 2);
    shell.enter('held=yes; sleep 60');
    await shell.sees('sleep 60');
    shell.press('ctrl-c');
    await shell.seesRun('held=yes; sleep 60', '✗ 2');
    const file = shell.sandbox.write('file', 'content\n');
    shell.enter(`:put ${file} ~/put-there`);
    await shell.sees('put-there  8 B');
    await shell.sees('✓ 2');
    shell.enter('echo "$held"; cat put-there');
    await shell.sees(() => shell.screen.match(/│ content/g)?.length === 2);
    expect(shell.screen.match(/│ yes/g)).toHaveLength(2);
    expect(await shell.leave()).toBe(0);
  });
});
