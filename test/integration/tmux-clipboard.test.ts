import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { putInClipboard } from '../../src/app/output/copy-output.ts';

const hasTmux = spawnSync('tmux', ['-V']).status === 0;
const text = `${'ä line\n'.repeat(5000)}end\n`;
const copied = { text, lines: 5001, cut: false };

test.skipIf(!hasTmux)(
  'inside a tmux with its usual settings the clipboard is tmux’s own',
  async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'tutti-tmux-'));
    const socket = path.join(folder, 'socket');
    const tmux = (...args: string[]) =>
      execFileSync('tmux', ['-S', socket, '-f', '/dev/null', ...args], { encoding: 'utf8' });
    tmux('new-session', '-d', 'cat');
    onTestFinished(() => {
      tmux('kill-server');
      rmSync(folder, { recursive: true });
    });
    const env = { ...process.env, TMUX: `${socket},1,0` };
    const written: string[] = [];
    const told = await putInClipboard(copied, 'web01', 5001, env, (bytes) => written.push(bytes));
    expect(told).toBe('copied 5001 lines of web01 (39 KB)');
    expect(tmux('show-buffer')).toBe(text);
    expect(written).toEqual([]);
  },
);

test('where tmux does not answer the terminal is asked', async () => {
  const env = { PATH: process.env.PATH ?? '', TMUX: '/nowhere/socket,1,0' };
  const written: string[] = [];
  await putInClipboard(copied, 'web01', 5001, env, (bytes) => written.push(bytes));
  expect(written.join('')).toContain(`\x1b]52;c;${Buffer.from(text).toString('base64')}\x07`);
});
