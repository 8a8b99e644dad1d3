import { describe, expect, it } from 'vitest';
import { formats } from '../../src/inventory/formats.ts';
import { sourceOf } from '../support/parse-inventory.ts';

/** A text, the name of its file, and what it is. */
const texts: [text: string, file: string, format: string][] = [
  ['version: 1\nhosts: {}\n', 'inventory.yaml', 'yaml'],
  ['version: 1\nhosts: {}\n', 'i', 'yaml'],
  ['# x\n---\nversion: 1\n', 'i', 'yaml'],
  ['{"version": 1}', 'i.json', 'yaml'],
  ['', 'inventory.yaml', 'yaml'],
  ['', 'i', 'yaml'],
  ['web01\n', 'inventory.yaml', 'yaml'],
  ['web01\n', 'hosts.txt', 'list'],
  ['web01\n', 'hosts', 'list'],
  ['web[01-20] # x\n', 'hosts', 'list'],
  ['me@web01:22\n', 'hosts', 'list'],
  ['web[01-20]\n[fe80::1]:22\nme@[::1]:2222  # x\n', 'hosts', 'list'],
  ['[fe80::1]:22\nweb01\n', 'hosts', 'list'],
  ['[web01]\nuser = x\n', 'hosts.ini', 'configparser'],
  ['user = x\n[web01]\nport = 22\n', 'hosts.ini', 'configparser'],
  ['[web01]\nuser=x\nport=22\n', 'hosts', 'configparser'],
  ['[web01]\nport: 22\n', 'hosts.ini', 'configparser'],
  ['[web01]\nport:22\n', 'hosts.ini', 'configparser'],
  ['[DEFAULT]\n; c\nuser name = x\n', 'hosts.ini', 'configparser'],
  ['[web]\nhosts =\n  a\n  b\n', 'hosts.cfg', 'configparser'],
  ['[web01]\n', 'hosts.ini', 'configparser'],
  ['Host web01\n  User x\n', 'config', 'ssh-config'],
  ['# c\n\nCompression yes\nHost *\n', 'ssh_config', 'ssh-config'],
  ['Include x\n', 'my', 'ssh-config'],
  ['[Main]\ndefault: local\n[local]\nmap: x\n', 'groups.conf', 'clustershell'],
  ['[local]\nmap: x\nlist: y\n', 'slurm.conf', 'clustershell'],
  ['[Main]\ndefault: local\n[local]\nall: x\n', 'my.conf', 'clustershell'],
  ['racks:\n  r1: n[1-2]\n', 'racks.yaml', 'clustershell'],
  ['adm: n0\nall: n[0-9]\n', 'local.cfg', 'clustershell'],
  ['a ansible_host=b\n', 'hosts', 'ansible-ini'],
  ['a color=red\n', 'hosts', 'ansible-ini'],
  ['web[01:20]\n', 'hosts', 'ansible-ini'],
  ['bastion\n[web]\na\n', 'hosts.ini', 'ansible-ini'],
  ['[web]\na\nb\n', 'hosts.ini', 'ansible-ini'],
  ['[web]\na:22\nb:2222 x=1\n', 'hosts.ini', 'ansible-ini'],
  ['[web]\n[web:vars]\nuser=x\n', 'hosts.ini', 'ansible-ini'],
  ['[prod:children]\nweb\n[web]\n', 'hosts.ini', 'ansible-ini'],
  ['[web]\n# c\n  a\n  b x=1\n', 'hosts', 'ansible-ini'],
  ['all:\n  hosts:\n    a:\n', 'hosts.yml', 'ansible-yaml'],
  ['---\nweb:\n  children:\n    db: {}\n', 'hosts.yml', 'ansible-yaml'],
  ['all: {hosts: {a: }}\n', 'hosts', 'ansible-yaml'],
  ['web: { "vars": { x: 1 } }\n', 'hosts.yaml', 'ansible-yaml'],
  ['$ANSIBLE_VAULT;1.1;AES256\n6162\n', 'hosts', 'ansible-yaml'],
  ['plugin: amazon.aws.aws_ec2\nregions: [x]\n', 'aws_ec2.yml', 'ansible-yaml'],
  ['version: 1\ngroups:\n  all:\n    hosts: [a]\n', 'hosts.yaml', 'yaml'],
  ['hosts:\n  vars: {}\n', 'hosts.yaml', 'yaml'],
];

describe('a format', () => {
  it.each(texts)('of %j in %s is told: %s', (text, file, format) => {
    expect(formats.find((each) => each.matches(sourceOf(text, file)))?.name).toBe(format);
  });
});
