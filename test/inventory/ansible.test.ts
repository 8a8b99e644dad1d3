import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readAnsibleIni } from '../../src/inventory/ansible/ini-lines.ts';
import { readAnsibleYaml } from '../../src/inventory/ansible/yaml-tree.ts';
import { passwordInName } from '../../src/inventory/endpoint.ts';
import { openInventoryFile } from '../../src/inventory/read-inventory.ts';
import { findAnsible } from '../support/ansible.ts';
import { parseAnsible } from '../support/parse-ansible.ts';
import { groupsOf, hostsOf, refusalOf } from '../support/parse-inventory.ts';

const ini = (text: string) => parseAnsible(readAnsibleIni, text);
const yaml = (text: string) => parseAnsible(readAnsibleYaml, text);

const iniMistakes: [text: string, problem: string][] = [
  ['[web]\nweb[3:1]\n', 'i:2:1: `web[3:1]`: [3:1] runs backwards – write [1:3]'],
  [
    '[web]\nweb[01:3]\n',
    'i:2:1: `web[01:3]`: [01:3] has ends of different lengths – write both with as many digits, as in [01:20]',
  ],
  [
    '[web]\nweb[1:9:0]\n',
    'i:2:1: `web[1:9:0]`: [1:9:0] has no step that counts – write a number above 0',
  ],
  [
    '[web]\nweb[1:999999999]\n',
    'i:2:1: `web[1:999999999]` is more than 200000 names – write smaller ranges',
  ],
  [
    '[web]\nweb[01-20]\n',
    'i:2:1: `web[01-20]`: [01-20] is no range – write [01:20], [a:f] or [0:8:2]',
  ],
  ['[web]\nweb[1:2\n', 'i:2:1: `web[1:2`: a bracket is never closed – write its "]"'],
  ['[web]\na "x=1\n', 'i:2:1: a quote is never closed – write it again at the end of the value'],
  [
    '[web]\na ansible_port = 22\n',
    'i:2:3: this is no variable – write NAME=VALUE without blanks\ni:2:16: this is no variable – write NAME=VALUE without blanks\ni:2:18: this is no variable – write NAME=VALUE without blanks',
  ],
  ['[web]\nuser=x\n', 'i:2:1: this is no host – variables of a group stand under [web:vars]'],
  [
    '[web:vars]\nnonsense\n[web]\n',
    'i:2:1: this is no variable – write NAME=VALUE, or hosts under [web]',
  ],
  ['[web:vars]\nx=1\n', 'i:1:1: no group `web` has these variables – write [web] with its hosts'],
  ['[prod:children]\nweb\n', 'i:2:1: no group `web` – write [web] with its hosts'],
  ['[web:nonsense]\n', 'i:1:1: this is no section – write [web], [web:children] or [web:vars]'],
  [
    '[a:children]\nb\n[b:children]\na\n',
    'i:4:1: group `a` holds itself, by way of `b` – take it out here',
  ],
  [
    '[web]\na ansible_port=ssh\n',
    'i:2:3: the port must be a whole number from 1 to 65535 – write ansible_port=22',
  ],
  [
    '[web]\na ansible_ssh_common_args="-o \'x"\n',
    "i:2:3: a quote is never closed – write ssh's options as on its command line",
  ],
  ['[web]\nall\n', 'i:2:1: `all` means something in targets – give the host another name'],
  ['[web]\nroot:s3cret@a\n', `i:2:1: ${passwordInName}`],
  ['[web]\na:99999\n', 'i:2:1: there is no such port – write web01:22'],
  [
    '[web]\nweb:\n  hosts:\n',
    'i:2:1: `web:` is a key of YAML – take ":" away, or name the file .yaml\ni:3:3: `hosts:` is a key of YAML – take ":" away, or name the file .yaml',
  ],
];

const yamlMistakes: [text: string, problem: string][] = [
  [
    'web:\n  host: { a: }\n',
    'i:2:3: `host` has no place in a group – write hosts:, children: or vars:',
  ],
  [
    'web:\n  hosts: [a]\n',
    'i:2:10: this must be a map of names – write a colon after each name, as in web01:',
  ],
  [
    'web: { hosts: { "w[1:999999999]": } }\n',
    'i:1:17: `w[1:999999999]` is more than 200000 names – write smaller ranges',
  ],
  [
    'web:\n  hosts:\n    a: text\n',
    'i:3:8: this must be a map of variables – write a colon after each name, as in web01:',
  ],
  ['- web\n', 'i:1:1: this must be a map of groups – write a colon after each name, as in web01:'],
  [
    'web: { hosts: { a: { ansible_port: ssh } } }\n',
    'i:1:36: the port must be a whole number from 1 to 65535 – write ansible_port=22',
  ],
];

describe('a mistake in an inventory of Ansible', () => {
  it.each(iniMistakes)('%j is told with its place', async (text, problem) => {
    expect(await refusalOf(ini(text))).toBe(problem);
  });

  it.each(yamlMistakes)('%j is told with its place', async (text, problem) => {
    expect(await refusalOf(yaml(text))).toBe(problem);
  });

  it('of templates without bound is no trouble', async () => {
    const twice = (name: string) => `{{ ${name} }}`.repeat(40);
    const lines = Array.from({ length: 9 }, (_, n) => `v${n}=${twice(`v${n + 1}`)}\n`).join('');
    const text = `[web]\na\n[web:vars]\n${lines}v9=${'x'.repeat(1000)}\n`;
    expect((await ini(text)).hosts.size).toBe(1);
  });

  it('of a long chain of groups is told in time', async () => {
    const chain = (length: number) =>
      Array.from({ length }, (_, n) => `[g${n}:children]\ng${n + 1}\n`).join('');
    const { g0 } = groupsOf(await ini(`${chain(99)}[g99]\na\n`));
    expect(g0).toEqual(['a']);
    expect(await refusalOf(ini(`${chain(20_000)}[g20000]\na\n`))).toBe(
      'i:200:1: groups are nested more than 100 deep here – write them flatter',
    );
  });
});

/** What stands behind a host, and how it is reached then. */
const settings: [vars: string, how: object][] = [
  [
    'ansible_host=10.0.0.1 ansible_port=2222 ansible_user=u',
    { address: '10.0.0.1', port: 2222, user: 'u' },
  ],
  [
    'ansible_ssh_host=10.0.0.1 ansible_ssh_port=2222 ansible_ssh_user=u',
    { address: '10.0.0.1', port: 2222, user: 'u' },
  ],
  ['ansible_password="se cret#1"', { password: 'se cret#1' }],
  ['ansible_ssh_pass=x', { password: 'x' }],
  ['ansible_password="{{ vault }}"', { password: 'prompt' }],
  ['ansible_password="$ANSIBLE_VAULT;1.1;AES256"', { password: 'prompt' }],
  ["ansible_password=\"{{ lookup('env', 'PW') }}\"", { password: 'env' }],
  ['ansible_ssh_private_key_file=~/.ssh/k', { identityFiles: ['/home/me/.ssh/k'] }],
  ['ansible_host="{{ inventory_hostname }}.org"', { address: 'a.org' }],
  ['ansible_host="{{ ip }}" ip=1.2.3.4', { address: '1.2.3.4' }],
  ['ansible_ssh_common_args="-o ProxyJump=b"', { jump: ['b'] }],
  ["ansible_ssh_common_args='-J b,c'", { jump: ['b', 'c'] }],
  ["ansible_ssh_common_args='-Jb'", { jump: ['b'] }],
  ["ansible_ssh_common_args='-J jumper@b:22'", { jump: ['b'] }],
  ["ansible_ssh_common_args='-J other@b'", { sshOptions: { ProxyJump: 'other@b' } }],
  [
    "ansible_ssh_common_args='-o ProxyJump=else.where'",
    { sshOptions: { ProxyJump: 'else.where' } },
  ],
  [
    'ansible_ssh_common_args=\'-o ProxyCommand="ssh -W %h:%p b"\'',
    { sshOptions: { ProxyCommand: 'ssh -W %h:%p b' } },
  ],
  [
    "ansible_ssh_extra_args='-C -o ServerAliveInterval=5 -4'",
    { sshOptions: { Compression: 'yes', ServerAliveInterval: '5', AddressFamily: 'inet' } },
  ],
  [
    "ansible_ssh_common_args='-o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null'",
    { knownHosts: '/dev/null' },
  ],
  ["ansible_ssh_args='-o ControlMaster=auto -o ControlPersist=60s'", {}],
  [
    "ansible_ssh_common_args='-i ~/k -p 23 -l me'",
    { identityFiles: ['/home/me/k'], port: 23, user: 'me' },
  ],
  ['ansible_python_interpreter=/usr/bin/python3 ansible_become_password=x', {}],
];

describe('a host of Ansible', () => {
  it.each(settings)('with %s is reached so', async (vars, how) => {
    const inventory = await ini(`a ${vars}\nb ansible_user=jumper\nc\n`);
    expect(hostsOf(inventory).a).toEqual({ address: 'a', ...how });
  });

  it('keeps no variable of Ansible: they may be passwords', async () => {
    const { hosts } = await ini('a ansible_become_password=s3cret x=1\n');
    expect(hosts.get('a')?.vars).toEqual({ x: '1' });
  });

  it('asks for no host key where Ansible asks for none', async () => {
    const { hosts } = await ini(
      "a ansible_ssh_common_args='-o StrictHostKeyChecking=no'\nb ansible_host_key_checking=False\nc\n",
    );
    expect([...hosts.values()].map(({ hostKeyCheck }) => hostKeyCheck)).toEqual([
      'no',
      'no',
      undefined,
    ]);
  });

  it('that is this machine, or no machine of SSH, is left out and told', async () => {
    const inventory = await ini(
      '[web]\na\nlocalhost ansible_connection=local\nw ansible_connection=winrm\n',
    );
    expect(groupsOf(inventory)).toEqual({ web: ['a'] });
    expect(inventory.warnings).toEqual([
      'i:3: host `localhost` is left out: it is this machine itself (ansible_connection=local) – write !CMD for what is to run here',
      'i:4: host `w` is left out: it is not reached over SSH (ansible_connection=winrm)',
    ]);
  });

  it('that only Ansible knows how to reach is left out and told', async () => {
    const inventory = await ini(
      '[web]\na\nb ansible_host="{{ x | f }}"\n[db]\nc\nd ansible_user=u\n[db:vars]\nansible_user="{{ lookup(1) }}"\n',
    );
    expect(groupsOf(inventory)).toEqual({ web: ['a'], db: ['d'] });
    expect(inventory.warnings).toEqual([
      'i:3: only Ansible can fill in `{{ x | f }}` – hosts that have it are left out',
      'i:8: only Ansible can fill in `{{ lookup(1) }}` – hosts that have it are left out',
    ]);
  });

  it('is told what of the options for ssh is not taken over', async () => {
    const { warnings } = await ini("a ansible_ssh_common_args='-F /dev/null -o x'\n");
    expect(warnings).toEqual(["i:1: of ssh's options `-F`, `/dev/null`, `-o x` is not taken over"]);
  });
});

describe('groups of Ansible', () => {
  it('with the name of a host or of a result set get another, which is told', async () => {
    const inventory = await ini('[db]\ndb\n[failed]\na\n[p:children]\ndb\n');
    expect(groupsOf(inventory)).toEqual({ db_group: ['db'], failed_group: ['a'], p: ['db'] });
    expect(inventory.warnings).toEqual([
      'i:1: group `db` is @db_group here: a host has this name too',
      'i:3: group `failed` is @failed_group here: the name means something in targets',
    ]);
  });
});

describe('files beside an inventory of Ansible', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'tutti-vars-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const write = (name: string, text: string, mode = 0o600): string => {
    const file = path.join(folder, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text, { mode });
    return file;
  };

  it('give groups and hosts their variables', async () => {
    const file = write('hosts', '[web]\na\nb\n[web:vars]\nx=ini\n');
    write('group_vars/all.yml', '---\nansible_user: deploy\ny: all\n');
    write('group_vars/web/main.yml', 'x: file\n');
    write('group_vars/web/.hidden', 'x: hidden\n');
    write('group_vars/other.yml', 'x: [not, read\n');
    write('host_vars/b.yaml', 'ansible_port: 2222\n');
    write('host_vars/a', '---\n');
    const { inventory, format } = await openInventoryFile(file);
    expect(format.name).toBe('ansible-ini');
    expect(hostsOf(inventory)).toEqual({
      a: { address: 'a', user: 'deploy' },
      b: { address: 'b', port: 2222, user: 'deploy' },
    });
    expect(inventory.hosts.get('a')?.vars).toEqual({ x: 'file', y: 'all' });
  });

  it('are looked at too, where they hold passwords', async () => {
    const file = write('open/hosts', '[web]\na\n', 0o644);
    const vars = write('open/group_vars/web.yml', 'ansible_password: x\n', 0o644);
    expect(await refusalOf(openInventoryFile(file))).toBe(
      `${vars}:1:1: the file holds passwords and others can read it – run: chmod 600 ${vars}`,
    );
  });
});

describe.skipIf(!findAnsible())('ansible-inventory', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'tutti-tool-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const write = (name: string, text: string): string => {
    const file = path.join(folder, name);
    writeFileSync(file, text, { mode: 0o600 });
    return file;
  };

  it('opens no vault for others: what is in one is asked for, or told', async () => {
    const vault = (name: string) =>
      `      ${name}: !vault |\n        $ANSIBLE_VAULT;1.1;AES256\n        6162\n`;
    const file = write(
      'vault.yml',
      `all:\n  hosts:\n    a:\n${vault('ansible_password')}${vault('token')}    b:\n${vault('ansible_user')}`,
    );
    const { inventory } = await openInventoryFile(file);
    expect(hostsOf(inventory)).toEqual({ a: { address: 'a', password: 'prompt' } });
    expect(inventory.hosts.get('a')?.vars).toEqual({});
    expect(inventory.warnings.map((text) => text.replace(file, 'F')).sort()).toEqual([
      'F:11: only Ansible can open this vault – hosts that have it are left out',
      'F:4: only Ansible can open this password – you will be asked for it',
      'F:7: variable `token` is left out: only Ansible can open its vault',
    ]);
  });

  it('is not asked about names without number, which it would list', async () => {
    const file = write('endless.ini', '[web]\nw[3:1]\nh[1:1000000000]\n');
    expect(await refusalOf(openInventoryFile(file))).toBe(
      `${file}:3:1: \`h[1:1000000000]\` is more than 200000 names – write smaller ranges`,
    );
  });

  it('has the last word, and does for plugins what nobody else can', async () => {
    const file = write(
      'generated.yml',
      'plugin: ansible.builtin.generator\nhosts:\n  name: "web{{ n }}"\n  parents: [{ name: web }]\nlayers:\n  n: ["1", "2"]\n',
    );
    const { inventory, format } = await openInventoryFile(file);
    expect(format.name).toBe('ansible-yaml');
    expect(groupsOf(inventory)).toEqual({ web: ['web1', 'web2'] });
    expect(inventory.warnings).toEqual([]);
  });

  it('leaves the places to us where it says the same', async () => {
    const file = write('hosts.ini', '[web]\na ansible_port=2222\n[web:vars]\nflag=yes\nn=1.50\n');
    const { written } = await openInventoryFile(file);
    expect(written.raw.groups?.web?.vars).toEqual({ flag: 'yes', n: '1.50' });
    expect(written.places.at(['hosts', 'a', 'port'])).toEqual({ line: 2, column: 3 });
  });

  it('may take what we take for a mistake: that is told then', async () => {
    const file = write('backwards.ini', '[web]\na\nw[3:1]\n');
    const { inventory } = await openInventoryFile(file);
    expect(groupsOf(inventory)).toEqual({ web: ['a'] });
    expect(inventory.warnings[0]).toContain(':3:1: `w[3:1]`: [3:1] runs backwards');
  });

  it('and we are of one mind about what is wrong', async () => {
    const file = write('wrong.ini', '[web:vars]\nx=1\n');
    expect(await refusalOf(openInventoryFile(file))).toBe(
      `${file}:1:1: no group \`web\` has these variables – write [web] with its hosts`,
    );
    const plugin = write('nowhere.yml', 'plugin: no.such.plugin\n');
    const vault = write('vaulted', '$ANSIBLE_VAULT;1.1;AES256\n6162\n');
    expect(await refusalOf(openInventoryFile(vault))).toContain(
      ':1:1: ansible-vault has encrypted this file',
    );
    expect(await refusalOf(openInventoryFile(plugin))).toContain(
      ':1:1: only ansible-inventory can',
    );
  });
});
