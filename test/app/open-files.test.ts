import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { expect, test } from 'vitest';
import { hostsPerProcess, openFileLimit } from '../../src/app/open-files.ts';

test('the limit is the one that the process was started with', () => {
  const module = path.join(import.meta.dirname, '../../src/app/open-files.ts');
  const script = `import(${JSON.stringify(module)}).then((m) => console.log(m.openFileLimit()))`;
  const said = execFileSync('/bin/sh', [
    '-c',
    `ulimit -n 100; exec "$0" -e "$1"`,
    process.execPath,
    script,
  ]);
  expect(Number(said)).toBe(100);
  expect(openFileLimit()).toBeGreaterThan(0);
});

test.each([
  [1024, 984],
  [100, 60],
  [16, 1],
])('with %i open files a worker has at most %i hosts', (limit, hosts) => {
  expect(hostsPerProcess(limit)).toBe(hosts);
});
