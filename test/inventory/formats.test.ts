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
  ['[web01]\nuser = x\n', 'hosts.ini', 'configparser'],
  ['[web01]\nuser=x\nport=22\n', 'hosts', 'configparser'],
  ['[web01]\nport: 22\n', 'hosts.ini', 'configparser'],
  ['[web01]\nport:22\n', 'hosts.ini', 'configparser'],
  ['[DEFAULT]\n; c\nuser name = x\n', 'hosts.ini', 'configparser'],
  ['[web]\nhosts =\n  a\n  b\n', 'hosts.cfg', 'configparser'],
  ['[web01]\n', 'hosts.ini', 'configparser'],
  ['Host web01\n  User x\n', 'config', 'ssh-config'],
  ['# c\n\nCompression yes\nHost *\n', 'ssh_config', 'ssh-config'],
  ['Include x\n', 'my', 'ssh-config'],
];

describe('a format', () => {
  it.each(texts)('of %j in %s is told: %s', (text, file, format) => {
    expect(formats.find((each) => each.matches(sourceOf(text, file)))?.name).toBe(format);
  });
});
