import { execFileSync } from 'node:child_process';
import {
  closeSync,
  constants,
  mkdirSync,
  mkdtempSync,
  openSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it, onTestFinished } from 'vitest';
import { openInventoryFile } from '../../src/inventory/read-inventory.ts';
import { sshConfigHosts, sshConfigNames } from '../../src/inventory/ssh-config-names.ts';
import { refusalOf } from '../support/parse-inventory.ts';

const home = mkdtempSync(path.join(tmpdir(), 'tutti-ssh-config-'));
afterAll(() => rmSync(home, { recursive: true }));
mkdirSync(path.join(home, '.ssh', 'conf.d'), { recursive: true });

const write = (name: string, text: string): string => {
  const file = path.join(home, name);
  writeFileSync(file, text, { mode: 0o600 });
  return file;
};

describe('the names of an ssh_config', () => {
  const main = write(
    '.ssh/config',
    `# mine
Include conf.d/*.conf "~/other file"
Host web01 web02 *.example.com !web03   # pattern and comment
  HostName 10.0.0.1
host=db01
HOST = "db 02" db03
Host "db04"
Match host bastion
Host all -x a[1-2]
`,
  );
  const included = write('.ssh/conf.d/a.conf', 'Host inner\nInclude conf.d/*.conf config\n');
  write('other file', 'Host other\n');

  it('are the literal ones, with those of included files', () => {
    expect(sshConfigNames(home)).toEqual(
      'inner|other|web01|web02|db01|db 02|db03|db04|all|-x|a[1-2]'.split('|'),
    );
  });

  it('come with their places', () => {
    const places = sshConfigHosts(main, home);
    expect(places.get('inner')).toEqual({ file: included, line: 1, column: 1 });
    expect(places.get('web02')).toEqual({ line: 3, column: 1 });
  });

  it('make an inventory, without those that no target can have', async () => {
    const { format, inventory } = await openInventoryFile(
      write('ssh_config', 'Host web01 all\nHost -x "a b" a[1-2] web02\n'),
    );
    expect(format.name).toBe('ssh-config');
    expect([...inventory.hosts.keys()]).toEqual(['web01', 'web02']);
    expect(inventory.warnings).toHaveLength(4);
    expect(inventory.warnings[0]).toMatch(/ssh_config:1: Host `all` is left out: the name means/);
  });

  it('have to be there', async () => {
    const file = write('ssh_config', 'Host *\n  User me\n');
    expect(await refusalOf(openInventoryFile(file))).toBe(
      `${file}:1:1: it names no host – write Host web01, names with * or ? do not count`,
    );
  });

  it('are not read from a pipe, which ssh could not read again', async () => {
    const pipe = path.join(home, 'pipe');
    execFileSync('mkfifo', [pipe]);
    // What was written stays in the pipe as long as somebody has it open.
    const reader = openSync(pipe, constants.O_RDONLY | constants.O_NONBLOCK);
    onTestFinished(() => closeSync(reader));
    writeFileSync(pipe, 'Host web01\n');
    expect(await refusalOf(openInventoryFile(pipe))).toMatch(
      /a pipe only once – write it to a file/,
    );
  });

  it('are found in time where files include each other', () => {
    for (const letter of 'abcdefgh')
      write(`.ssh/conf.d/${letter}.loop`, `Host ${letter}\n${'Include conf.d/*.loop\n'.repeat(8)}`);
    const start = write('.ssh/start', 'Include conf.d/*.loop\n');
    expect([...sshConfigHosts(start, home).keys()].join('')).toBe('abcdefgh');
  });
});
