import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { controlRequest } from '../../src/remote-host/start-request.ts';
import { RemoteShell } from '../../src/transfer/remote-shell.ts';
import { CaseHost } from '../support/case-host.ts';
import { LocalTransport } from '../support/local-connection.ts';
import { Scratch } from '../support/local-shells.ts';

const cleanUps: (() => unknown)[] = [];

afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

/** A login shell whose startup file prints at each request, as bash reads ~/.bashrc for sshd. */
function noisy(says: string) {
  const scratch = new Scratch();
  cleanUps.push(() => scratch.remove());
  const login = join(scratch.folder, 'login');
  writeFileSync(login, `#!/bin/sh\n${says}\nexec /bin/sh "$@"\n`);
  chmodSync(login, 0o755);
  const transport = new LocalTransport({ env: scratch.env(), cwd: scratch.home, login });
  cleanUps.push(() => transport.cleanUp());
  const host = new CaseHost(transport, { user: 'tester' });
  cleanUps.push(() => host.remote.close());
  return { host, scratch, transport };
}

describe.each([
  ['whole lines', 'echo hello; echo "1 update is available"; echo oops >&2'],
  ['no line end', 'printf "Last login: today"'],
  ['100 kB', 'yes motd | head -c 100000'],
  ['and asks two questions', 'printf "name? "; read -r a; printf "sure? "; read -r b'],
])('an account that prints %s at each request', (_, says) => {
  test('takes input as it is', async ({ skip }) => {
    // What is asked there is answered by the first lines of the input.
    skip(says.includes('read'));
    const { host } = noisy(says);
    await host.ready();
    const { stdout, outcome } = await host.type('cat', { input: Buffer.from('a\0b\n') });
    expect(outcome).toEqual({ kind: 'exited', code: 0 });
    expect(stdout.toString()).toBe('a\0b\n');
  });

  test('tells what is still running after Ctrl-C', async () => {
    const { host } = noisy(says);
    await host.ready();
    const typed = host.start("sh -c 'trap : INT; echo go; while :; do sleep 0.1; done'");
    await typed.prints('go');
    typed.line.interrupt();
    await host.until(() => host.notices.some((notice) => notice.startsWith('still running: pid ')));
    typed.line.interrupt();
    typed.line.interrupt();
    expect((await typed.said).outcome).toMatchObject({ kind: 'interrupted' });
  });

  test('lists names for Tab', async () => {
    const { host, scratch } = noisy(says);
    writeFileSync(join(scratch.home, 'file'), '');
    await host.ready();
    expect(await host.remote.list({ kind: 'folder', path: '' })).toBe('file\0');
  });

  test('lets sudo ask', async () => {
    const { host } = noisy(says);
    await host.ready();
    const access = host.remote.access();
    if ('failure' in access) throw new Error(access.failure.message);
    const askpass = await access.askpass?.();
    if (askpass === undefined) return; // root is never asked
    cleanUps.push(() => askpass.close());
    expect(await askpass.program()).toMatch(/^\/[^\n]*\/askpass$/);
  });

  test('tells the digest of a file', async () => {
    const { transport, scratch } = noisy(says);
    writeFileSync(join(scratch.home, 'empty'), '');
    const shell = new RemoteShell(await transport.connect(), controlRequest('full'));
    cleanUps.push(() => shell.close());
    expect(await shell.digest('empty')).toMatch(/^e3b0c44298fc1c149afbf4c8996fb924/);
  });
});

test('an account whose startup file puts another shell in place of ours says so', async () => {
  const { host } = noisy('exec bash');
  await host.ready();
  expect(host.remote.state).toMatchObject({
    shell: { kind: 'bash', unusual: 'bash, not interactive: Ctrl-C ends it' },
  });
});
