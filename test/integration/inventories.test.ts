import { chmodSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Fleet } from '../../src/demo/demo-fleet.ts';
import { embeddedFleet } from '../support/embedded-fleet.ts';
import { Sandbox } from '../support/sandbox.ts';
import { run } from '../support/without-screen.ts';

/** A file for hosts that listen here, as its own tool would have it. */
type Writer = (fleet: Fleet, sandbox: Sandbox) => string;

const login = ({ identityFile, knownHosts }: Fleet) => ({ user: 'demo', identityFile, knownHosts });

/** Each host's section or line. */
const each = ({ hosts }: Fleet, line: (name: string, port: number) => string): string =>
  hosts.map(({ name, port }) => line(name, port ?? 22)).join('\n');

const sshConfig = (fleet: Fleet): string => {
  const { user, identityFile, knownHosts } = login(fleet);
  return `${each(fleet, (name, port) => `Host ${name}\n  HostName 127.0.0.1\n  Port ${port}\n`)}
Host *\n  User ${user}\n  IdentityFile ${identityFile}\n  UserKnownHostsFile ${knownHosts}\n`;
};

const ansibleVars = (fleet: Fleet) => ({
  ansible_user: 'demo',
  ansible_ssh_private_key_file: fleet.identityFile,
  ansible_ssh_common_args: `-o UserKnownHostsFile=${fleet.knownHosts} -o StrictHostKeyChecking=yes`,
});

const writers: Record<string, Writer> = {
  'of configparser': (fleet, sandbox) => {
    const sections = each(fleet, (name, port) => `[${name}]\nhost = 127.0.0.1\nport: ${port}\n`);
    return sandbox.write(
      'hosts.ini',
      `[DEFAULT]\nuser = demo\nkey = ${fleet.identityFile}\n${sections}\n[web]\nhosts = web01, web02\n`,
    );
  },
  'of Ansible, INI': (fleet, sandbox) => {
    const hosts = each(
      fleet,
      (name, port) => `${name} ansible_host=127.0.0.1 ansible_port=${port}`,
    );
    const vars = Object.entries(ansibleVars(fleet)).map(([name, value]) => `${name}=${value}\n`);
    return sandbox.write('hosts', `${hosts}\n[web]\nweb[01:02]\n[all:vars]\n${vars.join('')}`);
  },
  'of Ansible, YAML': (fleet, sandbox) => {
    const hosts = each(
      fleet,
      (name, port) => `    ${name}: { ansible_host: 127.0.0.1, ansible_port: ${port} }`,
    );
    return sandbox.write(
      'hosts.yml',
      `all:\n  vars: ${JSON.stringify(ansibleVars(fleet))}\n  hosts:\n${hosts}\n  children:\n    web: { hosts: { "web[01:02]": } }\n`,
    );
  },
  'that is a program': (fleet, sandbox) => {
    const hostvars = Object.fromEntries(
      fleet.hosts.map(({ name, port }) => [
        name,
        { ansible_host: '127.0.0.1', ansible_port: port, ...ansibleVars(fleet) },
      ]),
    );
    const list = JSON.stringify({ _meta: { hostvars }, web: ['web01', 'web02'] });
    return sandbox.write('list', `#!/bin/sh\n[ "$*" = --list ] && echo '${list}'\n`, 0o700);
  },
  'of ssh': (fleet, sandbox) => sandbox.write('ssh_config', sshConfig(fleet)),
};

describe('an inventory', () => {
  it.each(Object.entries(writers))('%s is opened unchanged', async (what, write) => {
    const fleet = await embeddedFleet({ count: 3 });
    const sandbox = new Sandbox();
    const file = write(fleet, sandbox);
    chmodSync(sandbox.folder, 0o700);
    // configparser's files know no known_hosts.
    const config =
      what === 'of configparser'
        ? sandbox.write('ssh', `UserKnownHostsFile ${fleet.knownHosts}\n`)
        : '';
    const options = ['--inventory', file, ...(config ? ['--ssh-config', config] : [])];
    const target = what === 'of ssh' ? 'web*' : '@web';
    const { status, out, err } = await run('tutti', ['run', target, ...options, '--', 'hostname'], {
      sandbox,
    });
    expect(err).toContain('2 ok');
    expect(out.split('\n').sort().join(' ').trim()).toBe('web01: web01 web02: web02');
    expect(status).toBe(0);
  });

  it('of ClusterShell is opened unchanged, with what ssh knows of its hosts', async () => {
    const fleet = await embeddedFleet({ count: 3 });
    const sandbox = new Sandbox();
    chmodSync(sandbox.folder, 0o700);
    const file = sandbox.write(
      'groups.conf',
      "[local]\nmap: sed -n 's/^$GROUP: //p' $CFGDIR/groups\nlist: sed 's/:.*//' $CFGDIR/groups\n",
    );
    sandbox.write(
      'groups',
      `web: web[01-02]\nfleet: ${fleet.hosts.map(({ name }) => name).join(',')}\n`,
    );
    const config = sandbox.write('ssh', sshConfig(fleet));
    const options = ['--inventory', file, '--ssh-config', config];
    const { status, out } = await run('tutti', ['run', '@web', ...options, '--', 'hostname'], {
      sandbox,
    });
    expect(out.split('\n').sort().join(' ').trim()).toBe('web01: web01 web02: web02');
    expect(status).toBe(0);
    const plain = sandbox.write('hosts.txt', '# two of them\nweb[01-02]\n');
    const list = await run(
      'tutti',
      ['run', '@all', '--inventory', plain, '--ssh-config', config, '--gather', '--', 'echo same'],
      { sandbox },
    );
    expect(list.out).toContain('web[01-02] (2)');
  });
});
