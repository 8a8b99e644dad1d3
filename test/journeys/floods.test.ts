import { readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { readRecord } from '../../src/records/record-reader.ts';
import { openShell, type Program } from '../support/program.ts';

/** Bytes on disk by host. */
async function recorded(shell: Program): Promise<Record<string, number>> {
  const bytes: Record<string, number> = {};
  const runs = path.join(shell.sandbox.state, 'tutti', 'runs');
  const files = readdirSync(runs, { recursive: true, encoding: 'utf8' });
  for (const file of files.filter((name) => name.endsWith('.rec'))) {
    for await (const chunk of readRecord(path.join(runs, file))) {
      bytes[chunk.host] = (bytes[chunk.host] ?? 0) + chunk.bytes.length;
    }
  }
  return bytes;
}

describe('a flood of output', () => {
  it('is kept whole and does not hold up the keys', async () => {
    const shell = await openShell({ demo: 6 });
    await shell.sees('6 up');
    shell.enter('seq 1000000');
    await shell.sees(/^│ \d+ /m);
    shell.type('echo typed');
    await shell.sees('❯ echo typed');
    await shell.seesRun('seq 1000000', '✓ 6');
    await shell.sees(/^│ 1000000 /m);
    shell.press('enter');
    await shell.seesRun('echo typed', '✓ 6');
    expect(await shell.leave()).toBe(0);
    const whole = 6_888_896 + 'typed\n'.length; // seq 1000000 | wc -c
    const hosts = ['web01', 'web02', 'web03', 'web04', 'db01', 'db02'];
    expect(await recorded(shell)).toEqual(Object.fromEntries(hosts.map((host) => [host, whole])));
  });

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
