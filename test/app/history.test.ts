import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openHistory } from '../../src/app/history.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'tutti-history-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

test('has what another session adds, before its own lines', () => {
  openHistory(folder).add('before', 'web');
  const one = openHistory(folder);
  const other = openHistory(folder);
  one.add('uptime', 'web');
  other.add('reboot', 'db');
  expect(one.lines()).toEqual(['before', 'reboot', 'uptime']);
  expect(other.lines()).toEqual(['before', 'uptime', 'reboot']);
  one.add('uptime', 'web');
  one.add('cat <<A\n\ttab\nA', 'web');
  expect(one.lines()).toEqual(['before', 'reboot', 'uptime', 'cat <<A\n\ttab\nA']);
  expect(openHistory(folder).lines()).toEqual(['before', 'uptime', 'reboot', 'cat <<A\n\ttab\nA']);
});

test('keeps its own lines where the disk refuses them', () => {
  const history = openHistory('/proc/nowhere');
  history.add('uptime', 'web');
  expect(history.lines()).toEqual(['uptime']);
});
