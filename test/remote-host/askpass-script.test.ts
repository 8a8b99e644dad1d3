import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { lookScript, openScript } from '../../src/remote-host/askpass-script.ts';
import { until } from '../support/processes.ts';

/** The shell that has made its folder in a directory of this test. */
async function opened() {
  const scratch = mkdtempSync(path.join(tmpdir(), 'tutti-askpass-'));
  const shell = spawn('/bin/sh', [], { env: { PATH: process.env.PATH, TMPDIR: scratch } });
  onTestFinished(() => {
    shell.kill('SIGKILL');
    rmSync(scratch, { recursive: true, force: true });
  });
  shell.stdin.on('error', () => {}).write(openScript);
  let said = '';
  shell.stdout.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  await until('its folder', () => said.includes('\nDIR '));
  const folder = said.split('\nDIR ')[1]?.trim() ?? '';
  expect(existsSync(path.join(folder, 'askpass'))).toBe(true);
  return { shell, folder };
}

const ends: [string, (shell: ChildProcess) => unknown][] = [
  ['its input ends', ({ stdin }) => stdin?.end()],
  [
    'nobody reads what it says',
    ({ stdin, stdout }) => {
      stdout?.destroy();
      stdin?.end(lookScript(1).repeat(3));
    },
  ],
  ['it is hung up', (shell) => shell.kill('SIGHUP')],
  ['it is terminated', (shell) => shell.kill('SIGTERM')],
  ['it is killed', (shell) => shell.kill('SIGKILL')],
];

describe('the folder of the askpass program', () => {
  it.each(ends)('goes when %s, and who asks gets an empty answer', async (_, end) => {
    const { shell, folder } = await opened();
    const asking = spawn(path.join(folder, 'askpass'), ['password?'], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    onTestFinished(() => void asking.kill('SIGKILL'));
    let answer = '';
    asking.stdout.on('data', (bytes) => {
      answer += bytes;
    });
    const ended = new Promise((resolve) => asking.on('close', resolve));
    await until('the question', () => existsSync(path.join(folder, String(asking.pid))));
    end(shell);
    await until('the folder to go', () => !existsSync(folder));
    await ended;
    expect(answer).toBe('');
  });
});
