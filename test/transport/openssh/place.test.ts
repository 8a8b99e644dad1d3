import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { afterEach, expect, onTestFinished, test, vi } from 'vitest';
import { Place } from '../../../src/transport/openssh/place.ts';
import { processes, until } from '../../support/processes.ts';
import { localFolder } from '../../support/transferring.ts';

afterEach(() => vi.unstubAllEnvs());

/** A place, taken away by the end of the test at the latest. */
function place(runtime: string): Place {
  vi.stubEnv('XDG_RUNTIME_DIR', runtime);
  const made = new Place();
  onTestFinished(() => rmSync(made.folder, { recursive: true, force: true }));
  return made;
}

test('control sockets are where nobody else may enter', () => {
  const runtime = localFolder();
  const { folder } = place(runtime);
  expect(path.dirname(folder)).toBe(runtime);
  expect(statSync(folder).mode & 0o777).toBe(0o700);
});

test.each<[string, (folder: string) => string]>([
  [
    'others may write',
    (folder) => {
      chmodSync(folder, 0o777);
      return folder;
    },
  ],
  [
    'names would be too long',
    (folder) => {
      const long = path.join(folder, 'x'.repeat(80));
      mkdirSync(long);
      return long;
    },
  ],
  ['no folder can be made', () => '/proc/self'],
  ['there is nothing', (folder) => path.join(folder, 'none')],
  ['is meant is not said', () => 'relative'],
])('they are not put where %s', (_, make) => {
  const runtime = make(localFolder());
  const { folder } = place(runtime);
  expect(path.dirname(folder)).not.toBe(runtime);
  expect(folder.length).toBeLessThan(80);
});

test('one that was tidied away is known as that', () => {
  const made = place(localFolder());
  expect(made.isThere).toBe(true);
  rmSync(made.folder, { recursive: true });
  expect(made.isThere).toBe(false);
});

test('a process that is watched ends with us, with all that it has started; one that has ended is left alone', async () => {
  const runtime = localFolder();
  const script = path.join(import.meta.dirname, '..', '..', 'support', 'place-holder.ts');
  const env = { ...process.env, XDG_RUNTIME_DIR: runtime };
  const holder = spawn(process.execPath, [script], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  const [words] = await once(holder.stdout.setEncoding('utf8'), 'data');
  const { folder, watched, forgotten } = JSON.parse(words);
  onTestFinished(() => void process.kill(-forgotten.leader));
  holder.kill('SIGKILL');
  const lives = (pid: number) => processes().some((each) => each.pid === pid);
  await until('its end', () => !existsSync(folder) && !lives(watched.leader));
  await until('the end of its child', () => !lives(watched.child));
  expect([forgotten.leader, forgotten.child].map(lives)).toEqual([true, true]);
});
