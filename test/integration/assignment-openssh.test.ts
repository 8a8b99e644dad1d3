import { readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Sandbox } from '../support/sandbox.ts';
import { ownTmpMissing, Sshd, sshdMissing } from '../support/sshd.ts';
import { run } from '../support/without-screen.ts';

const missing = sshdMissing() ?? ownTmpMissing();
if (missing !== undefined)
  process.stderr.write(`skipped, the assignment on 20 sshds: ${missing}\n`);

const web = Array.from({ length: 12 }, (_, n) => `web${String(n + 1).padStart(2, '0')}`);
const db = ['db01', 'db02', 'db03', 'db04', 'db05'];
const names = ['h1', 'h2', 'h3', ...web, ...db];

/** Every third one takes a key only. */
const takesPassword = (n: number) => n % 3 !== 0;
const passwordOf = (name: string) => `pass word of ${name}`;

describe.skipIf(missing !== undefined)('the assignment, on 20 real hosts', () => {
  let hosts: Map<string, Sshd>;

  beforeAll(async () => {
    const shells = ['/bin/bash', '/bin/dash'];
    const started = names.map((name, n) =>
      Sshd.start({
        loginShell: shells[n % 2] ?? '',
        ownTmp: true,
        ...(takesPassword(n) && { password: passwordOf(name) }),
      }).then((sshd) => [name, sshd] as const),
    );
    hosts = new Map(await Promise.all(started));
  }, 60_000);

  afterAll(() => Promise.all([...hosts.values()].map((sshd) => sshd.stop())));

  /** Their own user, port, and password or key each, in the inventory of the folder it is run in. */
  function sandbox(): Sandbox {
    const sandbox = new Sandbox();
    const entries = names.map((name, n) => {
      const { host } = hosts.get(name) as Sshd;
      const { address, port, user, identityFiles, knownHosts } = host;
      const login = takesPassword(n)
        ? { password: passwordOf(name) }
        : { identity_file: identityFiles };
      return [name, { address, port, user, known_hosts: knownHosts, ...login }];
    });
    const groups = { web_clusters: { hosts: ['web[01-12]'] }, db_servers: { hosts: db } };
    const text = JSON.stringify({ version: 1, hosts: Object.fromEntries(entries), groups });
    sandbox.write('inventory.yaml', text);
    return sandbox;
  }

  test('batch_run -h h1,h2,h3 -g web_clusters,db_servers -cmd "df -h"', async () => {
    const line = ['-h', 'h1,h2,h3', '-g', 'web_clusters,db_servers', '-cmd', 'df -h'];
    const { status, out, err } = await run('batch_run', line, { sandbox: sandbox() });
    expect(status).toBe(0);
    for (const name of names) expect(out).toMatch(new RegExp(`^${name}: Filesystem .*`, 'm'));
    expect(err).toContain('20 ok');
    expect(`${out}${err}`).not.toContain('pass word');
  });

  test('batch_scp -h h1,h2,h3 -g web_clusters,db_servers -action put -local test.py -remote /tmp/', async () => {
    const place = sandbox();
    writeFileSync(path.join(place.folder, 'test.py'), 'print("hello")\n');
    const [command = '', ...line] =
      'batch_scp -h h1,h2,h3 -g web_clusters,db_servers -action put -local test.py -remote /tmp/'.split(
        ' ',
      );
    expect(command).toBe('batch_scp');
    const { status, err } = await run('batch_scp', line, { sandbox: place });
    expect(err).toContain('20 ok');
    expect(status).toBe(0);
    for (const [name, sshd] of hosts) {
      const file = path.join(sshd.tmp, 'test.py');
      expect([name, readFileSync(file, 'utf8')]).toEqual([name, 'print("hello")\n']);
      expect(statSync(file).uid).not.toBe(0);
    }
  });

  test('a file from each, into a folder of its own', async () => {
    const place = sandbox();
    for (const [name, sshd] of hosts) writeFileSync(path.join(sshd.tmp, 'own'), name);
    const line = '-g db_servers -h h1 -action get -local from -remote /tmp/own'.split(' ');
    const { status } = await run('batch_scp', line, { sandbox: place });
    expect(status).toBe(0);
    for (const name of ['h1', ...db]) {
      expect(readFileSync(path.join(place.folder, 'from', name, 'own'), 'utf8')).toBe(name);
    }
  });

  test('a host that is down is named, and the others go on', async () => {
    const place = sandbox();
    const down = hosts.get('h2') as Sshd;
    await down.stop();
    const line = ['-h', 'h1,h2,h3', '-g', 'db_servers', '-cmd', 'echo here'];
    const { status, out, err } = await run('batch_run', line, { sandbox: place });
    expect(status).toBe(5);
    for (const name of ['h1', 'h3', ...db]) expect(out).toContain(`${name}: here`);
    expect(err).toMatch(/h2.*refused/);
  });
});
