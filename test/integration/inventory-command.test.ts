import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { helpText } from '../../src/cli/help.ts';
import { formats } from '../../src/inventory/formats.ts';
import { sendSignal, until } from '../support/processes.ts';
import { root, Sandbox } from '../support/sandbox.ts';
import { run, Started } from '../support/without-screen.ts';

const ini =
  '[DEFAULT]\nuser = deploy\n[web01]\nhost = 10.0.0.1\npassword = s3cret\n[web]\nhosts = web01, web02\n';

function sandboxWith(name: string, text: string): Sandbox {
  const sandbox = new Sandbox();
  writeFileSync(path.join(sandbox.folder, name), text, { mode: 0o600 });
  return sandbox;
}

describe('tutti inventory', () => {
  it('checks a file: what is in it, or every mistake with status 3', async () => {
    const sandbox = sandboxWith('hosts.ini', ini);
    const good = await run('tutti', ['inventory', 'check', 'hosts.ini'], { sandbox });
    expect(good).toMatchObject({ status: 0, out: 'hosts.ini: 2 hosts, 1 group (configparser)\n' });
    sandbox.write('inventory.yaml', 'version: 1\nhost: {}\nhosts: { a: { prot: 1 } }\n');
    const bad = await run('tutti', ['inventory', 'check'], { sandbox });
    expect(bad).toMatchObject({
      status: 3,
      out: 'inventory.yaml:2:1: unknown key `host` – did you mean hosts?\ninventory.yaml:3:15: unknown key `prot` – did you mean port?\n',
    });
  });

  it('explains a host, with what ssh says where the inventory says nothing', async () => {
    const sandbox = sandboxWith('hosts.ini', ini);
    const env = { TUTTI_INVENTORY: 'hosts.ini' };
    const { status, out } = await run('tutti', ['inventory', 'explain', 'web01'], { sandbox, env });
    expect(status).toBe(0);
    expect(out).toMatch(/address +10\.0\.0\.1 +hosts\.ini:4:8\n/);
    expect(out).toMatch(/password +stored in the file \(not shown\) +hosts\.ini:5:12\n/);
    expect(out).not.toContain('s3cret');
    expect(await run('tutti', ['inventory', 'explain', 'web09'], { sandbox, env })).toMatchObject({
      status: 2,
      err: 'tutti: no host `web09` – did you mean web01 or web02?\n',
    });
  });

  it('names what ssh says as such, what nobody says as default, and a configuration that is wrong', async () => {
    const sandbox = sandboxWith(
      'inventory.yaml',
      'version: 1\nhosts:\n  a: { vars: { note: "one\\ntwo" } }\n  b: { ssh_options: { Nonsense: x } }\n',
    );
    const config = path.join(sandbox.folder, 'config');
    writeFileSync(config, 'Host a\n  Port 2200\n  ProxyJump b\n  VerifyHostKeyDNS yes\n');
    const explain = (host: string) =>
      run('tutti', ['inventory', 'explain', host, '--ssh-config', config], { sandbox });
    const { out } = await explain('a');
    expect(out).toMatch(/port +2200 +ssh's configuration\n/);
    expect(out).toMatch(/jump +b +ssh's configuration\n/);
    expect(out).toMatch(
      /transport +auto, by ssh itself \(VerifyHostKeyDNS\) +ssh's configuration\n/,
    );
    expect(out).toMatch(/user +your own +default\n/);
    expect(out).toMatch(/vars\.note +one⏎two +inventory\.yaml:3:/);
    expect((await explain('b')).err).toMatch(
      /^tutti: ssh's configuration says nothing: .*onsense/i,
    );
  });

  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
    'leaves no program behind that lists hosts, ended by %s',
    async (signal) => {
      const sandbox = sandboxWith('list', '#!/bin/sh\n: > begun\nsleep 600\n');
      chmodSync(path.join(sandbox.folder, 'list'), 0o700);
      const tutti = new Started('tutti', ['hosts', '@all', '--inventory', 'list'], { sandbox });
      await until('the program', () => existsSync(path.join(sandbox.folder, 'begun')));
      await sendSignal(tutti.pid, signal);
      // By the signal itself; `ended` waits until nothing is left that it started.
      expect((await tutti.ended()).status).toBeUndefined();
    },
  );

  it('imports a file, and keeps the passwords to its owner', async () => {
    const sandbox = sandboxWith('hosts.ini', ini);
    const tutti = path.join(root, 'bin', 'tutti.js');
    const line = `umask 022; "${process.execPath}" "${tutti}" inventory import hosts.ini > inventory.yaml`;
    execFileSync('sh', ['-c', line], { cwd: sandbox.folder, env: sandbox.env, stdio: 'ignore' });
    const file = path.join(sandbox.folder, 'inventory.yaml');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readFileSync(file, 'utf8')).toBe(`# yaml-language-server: $schema=./inventory.schema.json
# from hosts.ini (configparser), by tutti inventory import
version: 1
defaults:
  user: deploy
hosts:
  web01: { address: 10.0.0.1, password: s3cret }
  web02: {}
groups:
  web: { hosts: [ "web[01-02]" ] }
`);
    expect(await run('tutti', ['hosts', '--fold', '@web'], { sandbox })).toMatchObject({
      out: 'web[01-02]\n',
    });
  });

  it('tells what stays in a configuration of ssh', async () => {
    const sandbox = sandboxWith('ssh_config', 'Host web01\n  HostName 10.0.0.1\n');
    const { out, err } = await run('tutti', ['inventory', 'import', 'ssh_config'], { sandbox });
    const told = 'how its hosts are reached stays there – write: tutti --ssh-config ssh_config\n';
    expect(err).toBe(`tutti: ${told}`);
    expect(out).toContain(`# ${told}version: 1\nhosts:\n  web01: {}\n`);
  });

  it('reads what is piped in as -', () => {
    const sandbox = new Sandbox();
    const tutti = `"${process.execPath}" "${path.join(root, 'bin', 'tutti.js')}"`;
    const line = `echo 'web[01-02]' | ${tutti} inventory import - | ${tutti} hosts @all --inventory -`;
    const out = execFileSync('sh', ['-c', line], { cwd: sandbox.folder, env: sandbox.env });
    expect(out.toString()).toBe('web01\nweb02\n');
  });

  it('knows the formats by their names', async () => {
    const sandbox = sandboxWith('hosts', 'web01\n');
    const refused = await run('tutti', ['inventory', 'import', 'hosts', '--from', 'lst'], {
      sandbox,
    });
    expect(refused).toMatchObject({
      status: 2,
      err: 'tutti: no format `lst` – did you mean list?\n',
    });
    const taken = await run('tutti', ['inventory', 'import', 'hosts', '--from', 'ansible'], {
      sandbox,
    });
    expect(taken.out).toContain('ungrouped: { hosts: [ web01 ] }');
    for (const { name } of formats)
      expect(helpText('inventory')).toMatch(new RegExp(`^  ${name} `, 'm'));
  });
});
