import {
  chmodSync,
  chownSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { openInventoryFile } from '../../src/inventory/read-inventory.ts';
import { groupsOf, hostsOf, refusalOf } from '../support/parse-inventory.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'tutti-script-'));
afterAll(() => rmSync(folder, { recursive: true }));

let count = 0;
/** A program with this body, in a folder of its own. */
function program(body: string, mode = 0o700): string {
  const home = path.join(folder, String(count++));
  mkdirSync(home, { mode: 0o755 });
  const file = path.join(home, 'list');
  writeFileSync(file, `#!/bin/sh\n${body}\n`);
  chmodSync(file, mode);
  return file;
}

const print = (value: unknown): string => `cat <<'END'\n${JSON.stringify(value)}\nEND`;

describe('a program that lists hosts', () => {
  it('is run with --list, and once only where it says all of its hosts', async () => {
    const list = {
      _meta: {
        hostvars: { a: { ansible_host: '10.0.0.1', ansible_port: 2222, ansible_password: 's' } },
      },
      all: { vars: { ansible_user: 'deploy' } },
      web: { hosts: ['a', 'b'], vars: { tier: 1 } },
      db: ['c'],
      prod: { children: ['web', 'db'] },
    };
    const file = program(`echo "$@" >> calls\n${print(list)}`);
    const { inventory, format } = await openInventoryFile(file);
    expect(format.name).toBe('script');
    expect(hostsOf(inventory)).toEqual({
      a: { address: '10.0.0.1', port: 2222, user: 'deploy', password: 's' },
      b: { address: 'b', user: 'deploy' },
      c: { address: 'c', user: 'deploy' },
    });
    expect(groupsOf(inventory)).toEqual({ web: ['a', 'b'], db: ['c'], prod: ['a', 'b', 'c'] });
    expect(inventory.hosts.get('a')?.vars).toEqual({ tier: '1' });
    expect(readFileSync(path.join(path.dirname(file), 'calls'), 'utf8')).toBe('--list\n');
  });

  it('is asked for each host where it says no _meta', async () => {
    const list = print({ web: ['a', 'b', 'c'] });
    const file = program(
      `case $1 in --list) ${list}\n;; --host) [ "$2" = c ] || echo "{\\"ansible_host\\": \\"$2.org\\"}";; esac`,
    );
    const { inventory } = await openInventoryFile(file);
    expect(hostsOf(inventory)).toEqual({
      a: { address: 'a.org' },
      b: { address: 'b.org' },
      c: { address: 'c' },
    });
  });

  const refusals: [what: string, body: string, problem: string][] = [
    [
      'that fails',
      'echo no token >&2; exit 3',
      'it does not list its hosts: it ended with exit code 3: no token – try: FILE --list',
    ],
    [
      'that prints no JSON',
      'echo s3cret',
      'it prints no JSON – its --list must print what Ansible takes',
    ],
    [
      'that prints no map',
      'echo "[1]"',
      'it prints no map of groups – its --list must print {"web": {"hosts": ["web01"]}}',
    ],
    [
      'that prints without end',
      'yes',
      'it does not list its hosts: it printed more than 32 MB – try: FILE --list',
    ],
    [
      'that kills itself',
      'kill -9 $$',
      'it does not list its hosts: it was killed by SIGKILL – try: FILE --list',
    ],
  ];

  it.each(refusals)('%s is refused', async (_, body, problem) => {
    const file = program(body);
    expect(await refusalOf(openInventoryFile(file))).toBe(
      `${file}:1:1: ${problem.replace('FILE', file)}`,
    );
  });

  it('that others can write to, or that may not be executed, is not run', async () => {
    const shared = program('touch ran', 0o720);
    expect(await refusalOf(openInventoryFile(shared))).toBe(
      `${shared}:1:1: others can write to this program – run: chmod go-w ${shared}`,
    );
    const plain = program('touch ran', 0o600);
    expect(await refusalOf(openInventoryFile(plain))).toBe(
      `${plain}:1:1: this is a program that may not be executed – run: chmod 700 ${plain}`,
    );
    const open = program('touch ran');
    chmodSync(path.dirname(open), 0o777);
    expect(await refusalOf(openInventoryFile(open))).toContain('others can put another program');
  });

  it.skipIf(process.getuid?.() !== 0)('that belongs to somebody else is not run', async () => {
    const file = program('touch ran');
    chownSync(file, 12_345, 12_345);
    expect(await refusalOf(openInventoryFile(file))).toBe(
      `${file}:1:1: the program belongs to somebody else – make it yours: chown 0 ${file}`,
    );
  });

  it('whose interpreter is not there is told so', async () => {
    const file = program('');
    writeFileSync(file, '#!/nowhere/python\n');
    expect(await refusalOf(openInventoryFile(file))).toContain('its interpreter is not there');
  });
});
