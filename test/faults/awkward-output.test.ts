import { readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { readRecord } from '../../src/records/record-reader.ts';
import { processes, until } from '../support/processes.ts';
import type { Program } from '../support/program.ts';
import { entryOf, named, realHost, shellOn } from '../support/real-shell.ts';
import { sshdMissing } from '../support/sshd.ts';

const missing = sshdMissing();
if (missing !== undefined) process.stderr.write(`skipped, awkward output: ${missing}\n`);

/** What the records of a session hold of a host, each stream. */
async function recorded(shell: Program, host: string) {
  const bytes = { stdout: [] as Uint8Array[], stderr: [] as Uint8Array[] };
  const runs = path.join(shell.sandbox.state, 'tutti', 'runs');
  const files = readdirSync(runs, { recursive: true, encoding: 'utf8' });
  for (const file of files.filter((name) => name.endsWith('.rec'))) {
    for await (const chunk of readRecord(path.join(runs, file))) {
      if (chunk.host === host) bytes[chunk.stream].push(chunk.bytes);
    }
  }
  return { stdout: Buffer.concat(bytes.stdout), stderr: Buffer.concat(bytes.stderr) };
}

describe.skipIf(missing !== undefined)('output', { timeout: 90_000 }, () => {
  test('of 100 MB in one line is in the record, and the screen lives (F28)', async () => {
    const shell = await shellOn({ a: entryOf(await realHost()) });
    await shell.sees('1 up');
    const line = "head -c 100000000 /dev/zero | tr '\\0' x";
    shell.enter(line);
    shell.type('alive');
    await shell.sees('❯ alive');
    await shell.sees('✓ 1', 60_000);
    shell.press('ctrl-c');
    expect(await shell.leave()).toBe(0);
    const { stdout } = await recorded(shell, 'a');
    expect(stdout.length).toBe(100_000_000);
    expect(stdout.every((byte) => byte === 0x78)).toBe(true);
  });

  test('with NUL, invalid UTF-8, CRLF, and only on stderr is in the record byte for byte (F28)', async () => {
    const shell = await shellOn({ a: entryOf(await realHost()) });
    await shell.sees('1 up');
    shell.enter("printf '\\0\\377\\303(\\r\\nx\\033[2J\\n'; head -c 10000000 /dev/zero >&2");
    await shell.sees('✓ 1', 60_000);
    expect(await shell.leave()).toBe(0);
    const { stdout, stderr } = await recorded(shell, 'a');
    expect(stdout.toString('latin1')).toBe('\0\xff\xc3(\r\nx\x1b[2J\n');
    expect(stderr.length).toBe(10_000_000);
  });

  test.each([
    ['RekeyLimit 1M', 'while keys are exchanged anew every megabyte (F25)'],
    ['RekeyLimit default 5s', 'while keys are exchanged anew every 5 s (F25)'],
  ])('under %s is exact', async (config) => {
    const shell = await shellOn({ a: entryOf(await realHost({ config: [config] })) });
    await shell.sees('1 up');
    shell.enter('seq 8000000 | head -c 60000000; sleep 6; echo; echo end');
    await shell.sees('✓ 1', 60_000);
    shell.enter('echo next');
    await shell.seesRun('echo next', '✓ 1');
    expect(await shell.leave()).toBe(0);
    const { stdout } = await recorded(shell, 'a');
    expect(stdout.length).toBe(60_000_000 + '\nend\nnext\n'.length);
    const numbers = stdout.toString('latin1', 0, 59_999_000).split('\n');
    expect(numbers.slice(0, -1).findIndex((text, n) => text !== `${n + 1}`)).toBe(-1);
  });

  test('without an end on 50 hosts stops at Ctrl-C, and leaves no program (F27)', async () => {
    const sshd = await realHost();
    const shell = await shellOn(named('h', 50, entryOf(sshd)), { columns: 160, rows: 40 });
    await shell.sees('50 up');
    shell.enter('yes tutti-fault');
    await shell.sees(/y|tutti-fault/);
    const running = () => processes().filter(({ argv }) => argv === 'yes tutti-fault').length;
    await until('all of them', () => running() === 50);
    shell.press('ctrl-c');
    await shell.seesRun('yes tutti-fault', '✗ 50');
    expect(running()).toBe(0);
    shell.enter('echo prompt');
    await shell.seesRun('echo prompt', '✓ 50');
    expect(await shell.leave()).toBe(0);
  });

  test('that ends in five ways has five states (F30)', async () => {
    const shell = await shellOn({ a: entryOf(await realHost()) });
    await shell.sees('1 up');
    shell.enter('exit 255');
    await shell.sees('exit 255');
    await shell.sees('shell ended, new shell started');
    shell.enter('kill -9 $$');
    await shell.sees('SIGKILL');
    shell.enter('clear-what-is-not-there');
    await shell.sees('exit 127');
    shell.enter('exec 1>&-');
    await shell.seesRun('exec 1>&-', '✓ 1');
    shell.enter('(sleep 2; echo behind) & echo front');
    await shell.sees('│ front');
    await shell.sees('  ✓ 1 ');
    await shell.sees('& behind');
    expect(await shell.leave()).toBe(0);
  });
});
