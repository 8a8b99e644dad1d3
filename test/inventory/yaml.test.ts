import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { inspect } from 'node:util';
import { afterAll, describe, expect, it } from 'vitest';
import type { Host } from '../../src/domain/host.ts';
import { type Inventory, InventoryError } from '../../src/domain/inventory.ts';
import { inventoryJsonSchema } from '../../src/inventory/json-schema.ts';
import { findInventory, readInventory } from '../../src/inventory/read-inventory.ts';
import { yaml } from '../../src/inventory/yaml.ts';
import { parseAs } from '../support/parse-inventory.ts';

const parse = (text: string): Promise<Inventory> => parseAs(yaml, text);

const mistakes: [text: string, problems: string[]][] = [
  ['', ['i:1:1: the file is empty – begin with version: 1']],
  ['- a\n', ['i:1:1: the file must be a map – begin with version: 1']],
  ['hosts: {}\n', ['i:1:1: version must be the number 1 – write version: 1 as the first line']],
  ['version: 2\n', ['i:1:10: version must be the number 1 – write version: 1 as the first line']],
  ['version: "1"\n', ['i:1:10: version must be the number 1 – write version: 1 as the first line']],
  ['version: 1\nhost: {}\n', ['i:2:1: unknown key `host` – did you mean hosts?']],
  [
    'version: 1\nhosts:\n  web01: { pasword: x }\n',
    ['i:3:12: unknown key `pasword` – did you mean password?'],
  ],
  [
    'version: 1\nhosts:\n  web01: { port: 70000 }\n',
    ['i:3:18: port must be a whole number from 1 to 65535 – write port: 22'],
  ],
  [
    'version: 1\nhosts:\n  web01: { port: ssh }\n',
    ['i:3:18: port must be a whole number from 1 to 65535 – write port: 22'],
  ],
  [
    'version: 1\nhosts:\n  web01: { user: [a] }\n',
    ['i:3:18: user must be a name – write user: deploy'],
  ],
  [
    'version: 1\nhosts:\n  a: *nowhere\n',
    ['i:3:6: no anchor of this name stands before it – put text that begins with * into quotes'],
  ],
  ['version: 1\nhosts:\n  __proto__: {}\n', ['i:3:3: this cannot be a name – take another']],
  [
    'version: 1\n---\nversion: 1\n',
    ['i:2:1: a second document begins here – keep one, without ---'],
  ],
  [
    'version: 1\nhosts:\n  web01: { shell: fish }\n',
    ['i:3:19: shell must be one of auto, login, bash, sh, zsh – write shell: auto'],
  ],
  [
    'version: 1\nhosts:\n  web01: { password: { prompt: always } }\n',
    [
      'i:3:22: password must be text, { prompt: once } or { keyring: NAME } – write password: { prompt: once }',
    ],
  ],
  [
    'version: 1\nhosts:\n  web01: { password: { ask: once } }\n',
    [
      'i:3:22: password must be text, { prompt: once } or { keyring: NAME } – write password: { prompt: once }',
    ],
  ],
  [
    'version: 1\nhosts:\n  web01: { password_command: pass show }\n',
    [
      'i:3:30: password_command must be a list of words – write password_command: [pass, show, web]',
    ],
  ],
  [
    'version: 1\nhosts:\n  web01: { connect_timeout: -1 }\n',
    ['i:3:29: connect_timeout must be seconds above 0 – write connect_timeout: 10'],
  ],
  [
    'version: 1\nhosts:\n  web01: { vars: { a: [1] } }\n',
    ['i:3:23: a variable must be a name with one text – write vars: { role: replica }'],
  ],
  [
    'version: 1\nhosts:\n  web01: { host_key_check: maybe }\n',
    ['i:3:28: host_key_check must be one of yes, accept-new, ask, no – write host_key_check: ask'],
  ],
  [
    'version: 1\nhosts:\n  web01: text\n',
    ['i:3:10: host `web01` must be a map – write web01: { address: 10.0.0.5 } or web01: {}'],
  ],
  [
    'version: 1\nhosts: [web01]\n',
    ['i:2:8: hosts must be a map of names – write hosts: then two blanks and web01: {}'],
  ],
  [
    'version: 1\nhosts:\n  web[01-: {}\n',
    ['i:3:3: `web[01-`: a bracket is never closed – write its "]", as in web[01-04]'],
  ],
  [
    'version: 1\nhosts:\n  "web[5-1]": {}\n',
    ['i:3:3: `web[5-1]`: `5-1` runs backwards – write 1-5'],
  ],
  [
    'version: 1\nhosts:\n  "web[1-9999999]": {}\n',
    ['i:3:3: more than 200000 hosts in all – split the inventory'],
  ],
  [
    'version: 1\nhosts:\n  web01: {}\n  "web[01-02]": {}\n',
    ['i:4:3: host `web01` is there twice, here and under `web01` – keep one of them'],
  ],
  [
    'version: 1\nhosts:\n  web01: {}\n  web01: {}\n',
    ['i:4:3: this key stands here twice – keep one of them'],
  ],
  [
    'version: 1\nhosts:\n  failed: {}\n',
    ['i:3:3: `failed` means something in targets – give the host another name'],
  ],
  [
    'version: 1\nhosts:\n  web: {}\ngroups:\n  web: { hosts: [web] }\n',
    ['i:3:3: `web` is a group too – rename one of them'],
  ],
  [
    'version: 1\nhosts:\n\tweb01: {}\n',
    ['i:3:1: a tab cannot indent YAML – write two blanks instead'],
  ],
  [
    'version: 1\nhosts:\n  web01: {a: b\n',
    [
      'i:4:1: this is no YAML: Flow map in block collection must be sufficiently indented and end with a } – check indentation, quotes and colons',
    ],
  ],
  [
    'version: 1\ngroups:\n  web: { hosts: [web01] }\n',
    ['i:3:18: no host `web01` under hosts: – add it there'],
  ],
  [
    'version: 1\nhosts:\n  web01: {}\ngroups:\n  web: { hosts: [wbe01] }\n',
    ['i:5:18: no host `wbe01` under hosts: – did you mean web01?'],
  ],
  [
    'version: 1\nhosts:\n  web01: {}\ngroups:\n  web: { hosts: web01 }\n',
    ['i:5:17: hosts of a group must be a list – write hosts: [web01, "web[03-20]"]'],
  ],
  [
    'version: 1\ngroups:\n  a: { groups: [b] }\n  b: { groups: [a] }\n',
    ['i:3:3: group `a` holds itself, by way of `b` – take it out of groups: there'],
  ],
  [
    'version: 1\ngroups:\n  a: { groups: [a] }\n',
    ['i:3:3: group `a` holds itself, by way of `a` – take it out of groups: there'],
  ],
  [
    'version: 1\ngroups:\n  a: { groups: [bb] }\n  b: {}\n',
    ['i:3:17: no group `bb` – did you mean b?'],
  ],
  [
    'version: 1\ngroups:\n  all: {}\n',
    ['i:3:3: `all` means something in targets – give the group another name'],
  ],
  [
    'version: 1\ngroups:\n  a: { address: x }\n',
    ['i:3:8: a group has no address – write it at each host, with %h for the name'],
  ],
  [
    'version: 1\ngroups:\n  a: { guard: sometimes }\n',
    ['i:3:15: guard must be true or false – write guard: true'],
  ],
  [
    'version: 1\ngroups:\n  a: { guard: true, guard_commands: kubectl }\n',
    ['i:3:37: guard_commands must be a list of commands – write guard_commands: [kubectl delete]'],
  ],
  [
    'version: 1\ndefaults: { guard_commands: [kubectl delete, a; b] }\n',
    [
      'i:2:46: `a; b` is no single command – write a program and words that follow it: [kubectl delete]',
    ],
  ],
  [
    'version: 1\nhosts: { h: {} }\ngroups:\n  a: { hosts: [h], guard_commands: [x] }\n',
    ['i:4:20: nothing guards `a`, so that nobody is asked – write guard: true beside it'],
  ],
  [
    'version: 1\ngroups:\n  a: { guard_command: [x] }\n',
    ['i:3:8: unknown key `guard_command` – did you mean guard_commands?'],
  ],
  [
    'version: 1\nhosts:\n  a: { guard_commands: [x] }\n',
    [
      'i:3:8: unknown key `guard_commands` – a host is guarded by its groups: write it there or under defaults',
    ],
  ],
  [
    'version: 1\nhosts:\n  a: { jump: b }\n',
    ['i:3:14: no host `b` to jump over – add it under hosts:'],
  ],
  [
    'version: 1\nhosts:\n  a: { jump: b }\n  b: { jump: a }\n',
    [
      'i:3:14: `a` is reached over itself: `b` jumps over it – take one jump: away',
      'i:4:14: `b` is reached over itself: `a` jumps over it – take one jump: away',
    ],
  ],
  [
    'version: 1\nhosts:\n  a: {}\ngroups:\n  x: { hosts: [a], port: 1 }\n  y: { hosts: [a], port: 2 }\n',
    [
      'i:6:20: port of `a` is not decided: group `x` (line 5) says otherwise and is as near – write it at the host',
    ],
  ],
  [
    'version: 1\nhosts:\n  a: {}\ngroups:\n  x: { hosts: [a], vars: { r: one } }\n  y: { hosts: [a], vars: { r: two } }\n',
    [
      'i:6:28: vars.r of `a` is not decided: group `x` (line 5) says otherwise and is as near – write it at the host',
    ],
  ],
  [
    'version: 1\ndefaults: { user: -l }\nhosts:\n  a: { address: -oX }\n  b: { address: "%h;x", user: CORP\\joe }\ngroups:\n  g: { hosts: [a], user: "a b" }\n',
    [
      'i:2:19: `-l` is no user – write user: deploy',
      'i:4:17: `-oX` is no address – write address: 10.0.0.5',
      'i:5:17: `%h;x` is no address – write address: 10.0.0.5',
      'i:7:26: `a b` is no user – write user: deploy',
    ],
  ],
  [
    'version: 1\nhosts: { a: { user: x',
    [
      'i:2:22: this is no YAML: Flow map in block collection must be sufficiently indented and end with a } – check indentation, quotes and colons',
    ],
  ],
  [
    'version: 1\nhosts:\n  a: { password: x, password_env: Y }\n',
    ['i:3:21: password is here too – keep one of them'],
  ],
  [
    'version: 1\ndefaults: { address: x }\n',
    [
      'i:2:13: unknown key `address` – known here: user, port, password, password_command, password_env, identity_file, identity, jump, shell, rc, transport, connect_timeout, known_hosts, host_key_check, ssh_options, vars, guard_commands',
    ],
  ],
  [
    'version: 1\nhosts:\n  -web: {}\n',
    [
      'i:3:3: `-web`: a host name does not start with "-" – leave it out (ssh would take it for an option)',
    ],
  ],
  [
    'version: 1\nhosts:\n  "we b": {}\n',
    ['i:3:3: `we b`: there is white space in the name – write a comma between two names'],
  ],
  [
    'a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\nd: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c]\ne: &e [*d,*d,*d,*d,*d,*d,*d,*d,*d]\nf: &f [*e,*e,*e,*e,*e,*e,*e,*e,*e]\ng: &g [*f,*f,*f,*f,*f,*f,*f,*f,*f]\nh: [*g,*g,*g]\n',
    ['i:1:1: its aliases grow without bound – write the values out instead of * and <<'],
  ],
];

describe('a mistake in an inventory', () => {
  it.each(mistakes)('%j is told with its place and what to write', async (text, problems) => {
    const error = await parse(text).catch((error: unknown) => error);
    expect(error).toBeInstanceOf(InventoryError);
    expect((error as InventoryError).message.split('\n')).toEqual(problems);
  });

  it('of nesting without bound is told in time, of aliases too', async () => {
    const deep = `version: 1\nhosts: ${'['.repeat(5000)}${']'.repeat(5000)}\n`;
    await expect(parse(deep)).rejects.toThrow('it is nested too deeply – write it flatter');
    const doubled = (n: number) => `  h${n + 1}: &h${n + 1}\n    <<: [*h${n}, *h${n}]\n`;
    const bomb = `version: 1\nhosts:\n  h0: &h0 { port: 1 }\n${Array.from({ length: 30 }, (_, n) => doubled(n)).join('')}`;
    await expect(parse(bomb)).rejects.toThrow(
      'i:1:1: its aliases grow without bound – write the values out instead of * and <<',
    );
  });

  it('never shows a password or a key', async () => {
    const secret = 'canary-7f3a';
    const texts = [
      `version: 1\nhosts:\n  a: { password: ${secret}, prot: 1 }\n`,
      `version: 1\nhosts:\n  a: { password: [${secret}] }\n`,
      `version: 1\nhosts:\n  a: { password: { ${secret}: once } }\n`.replace(secret, 'prompt2'),
      `version: 1\nhosts:\n  a: { identity: { x: ${secret} } }\n`,
      `version: 1\nhosts:\n  a: { password: ${secret}, password_env: X }\n`,
      `version: 1\nhosts:\n  a: {}\ngroups:\n  x: { hosts: [a], password: ${secret} }\n  y: { hosts: [a], password: other }\n`,
    ];
    for (const text of texts) {
      const error = await parse(text).catch((error: unknown) => error);
      expect(error).toBeInstanceOf(InventoryError);
      expect(inspect(error, { depth: 9 })).not.toContain(secret);
    }
  });
});

/** One host of the text. */
const host = async (text: string, name: string): Promise<Host | undefined> =>
  (await parse(`version: 1\n${text}`)).hosts.get(name);

describe('what a host inherits', () => {
  it('is the nearest value: host, its groups, their parents, defaults', async () => {
    const text = `
defaults: { user: far, port: 1, shell: sh, vars: { a: d, b: d, c: d, e: d } }
hosts:
  h1: { user: near, vars: { a: h } }
  h2:
groups:
  child: { hosts: [h1, h2], user: mid, port: 2, vars: { a: g, b: g } }
  parent: { groups: [child], user: up, port: 3, shell: zsh, vars: { b: p, c: p } }
`;
    expect(await host(text, 'h1')).toMatchObject({
      user: 'near',
      port: 2,
      shell: 'zsh',
      vars: { a: 'h', b: 'g', c: 'p', e: 'd' },
    });
    expect(await host(text, 'h2')).toMatchObject({
      user: 'mid',
      port: 2,
      shell: 'zsh',
      vars: { a: 'g', b: 'g', c: 'p', e: 'd' },
    });
  });

  it('is left to ssh where nothing is said', async () => {
    expect(await host('hosts: { h: {} }', 'h')).toEqual({
      name: 'h',
      address: 'h',
      shell: 'auto',
      vars: {},
    });
  });

  it('puts the name into the address and the home into paths', async () => {
    const text =
      'defaults: { identity_file: ~/.ssh/k, known_hosts: ~/kh }\nhosts: { "web[01-02]": { address: "%h.x.org" } }';
    expect(await host(text, 'web02')).toMatchObject({
      address: 'web02.x.org',
      identityFiles: ['/home/me/.ssh/k'],
      knownHosts: '/home/me/kh',
    });
  });

  it('keeps numbers and words as they are typed', async () => {
    const text =
      'hosts: { 010: { user: 007, vars: { a: 0o17, b: no, c: 1e3, d: 2026-11-20, e: 1.50 } } }';
    expect(await host(text, '010')).toMatchObject({
      user: '007',
      vars: { a: '0o17', b: 'no', c: '1e3', d: '2026-11-20', e: '1.50' },
    });
  });

  it('takes a nearer way to a password for a farther one', async () => {
    const text = `
defaults: { password: { prompt: once } }
hosts: { a: { password: s3cret }, b: {}, c: {} }
groups: { g: { hosts: [c], password_command: [pass, show] } }
`;
    const inventory = await parse(`version: 1\n${text}`);
    expect([...inventory.hosts.values()].map(({ password }) => password)).toEqual([
      { kind: 'stored' },
      { kind: 'prompt' },
      { kind: 'command', argv: ['pass', 'show'] },
    ]);
    expect(inventory.passwords.get('a')?.use((value) => value)).toBe('s3cret');
    expect(JSON.stringify([...inventory.hosts])).not.toContain('s3cret');
  });

  it('may come by anchors and merge keys', async () => {
    const text =
      'hosts:\n  a: &base { user: u, port: 7 }\n  b: { <<: *base, port: 8 }\n  c: *base\n';
    expect(await host(text, 'b')).toMatchObject({ user: 'u', port: 8 });
    expect(await host(text, 'c')).toMatchObject({ user: 'u', port: 7 });
  });

  it('is reached directly where it is the jump host of all, or says so', async () => {
    const { hosts } = await parse(
      'version: 1\ndefaults: { jump: b }\nhosts: { a: , b: , c: { jump: [] } }\n',
    );
    expect([...hosts.values()].map(({ jump }) => jump)).toEqual([['b'], [], []]);
  });

  it('is a chain of jump hosts', async () => {
    expect(await host('hosts: { a: { jump: [b, c] }, b: {}, c: {} }', 'a')).toMatchObject({
      jump: ['b', 'c'],
    });
  });
});

describe('groups in groups', () => {
  const chain = (length: number) =>
    Array.from({ length }, (_, n) => `  g${n}: { groups: [g${n + 1}] }\n`).join('');
  const file = (groups: string) => `version: 1\nhosts: { a: }\ngroups:\n${groups}`;

  it('may be nested deep, but not without end', async () => {
    const { groups } = await parse(file(`${chain(99)}  g99: { hosts: [a] }\n`));
    expect(groups.get('g0')?.hosts).toEqual(['a']);
    await expect(parse(file(`${chain(5000)}  g5000: { hosts: [a] }\n`))).rejects.toThrow(
      'i:104:3: groups are nested more than 100 deep here – write them flatter',
    );
  });

  it('are told where they hold themselves, each of them', async () => {
    const groups =
      '  a1: { groups: [b1] }\n  b1: { groups: [c1] }\n  c1: { groups: [a1, c1, d1] }\n  d1: {}\n';
    await expect(parse(file(groups))).rejects.toThrow(
      'i:4:3: group `a1` holds itself, by way of `b1` – take it out of groups: there\n' +
        'i:6:3: group `c1` holds itself, by way of `c1` – take it out of groups: there',
    );
  });
});

describe('groups', () => {
  it('hold the hosts of the groups below, each once, in the order of the file', async () => {
    const { groups } = await parse(
      'version: 1\nhosts: { "web[1-3]": {}, db: {} }\ngroups: { a: { hosts: [db, "web[2-3]"] }, b: { groups: [a], hosts: ["web[1-2]"], guard: true, record: false } }',
    );
    expect(groups.get('b')).toEqual({
      name: 'b',
      hosts: ['web1', 'web2', 'web3', 'db'],
      guard: true,
      record: false,
    });
    expect(groups.get('a')).toMatchObject({
      hosts: ['web2', 'web3', 'db'],
      guard: false,
      record: true,
    });
  });
});

describe('the file', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'tutti-inventory-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const file = (name: string, bytes: string | Uint8Array, mode = 0o600): string => {
    const place = path.join(folder, name);
    writeFileSync(place, bytes);
    chmodSync(place, mode);
    return place;
  };
  const refusal = (place: string) =>
    readInventory(place).then(
      () => 'read',
      (error: Error) => error.message,
    );

  it('with passwords that others can read is refused, with the command that repairs it', async () => {
    const text = 'version: 1\nhosts: { a: { password: x } }\n';
    const open = file('open.yaml', text, 0o644);
    expect(await refusal(open)).toBe(
      `${open}:1:1: the file holds passwords and others can read it – run: chmod 600 ${open}`,
    );
    expect((await readInventory(open, { insecurePasswords: true })).passwords.size).toBe(1);
    expect(await refusal(file('shut.yaml', text))).toBe('read');
  });

  it('without passwords may be read by everybody', async () => {
    expect(
      await refusal(
        file('none.yaml', 'version: 1\nhosts: { a: { password: { prompt: once } } }\n', 0o644),
      ),
    ).toBe('read');
  });

  it('with passwords in a git work tree is warned of', async () => {
    mkdirSync(path.join(folder, 'git', '.git'), { recursive: true });
    const { warnings } = await readInventory(
      file('git/i.yaml', 'version: 1\nhosts: { a: { password: x } }\n'),
    );
    expect(warnings[0]).toContain('do not commit it');
  });

  it.each([
    [
      'latin1.yaml',
      Buffer.from('version: 1 # \xc3\xbc\nhosts: # caf\xe9\n', 'latin1'),
      '2:13: the file is not UTF-8 from here on – where it is Latin-1, convert it: iconv -f LATIN1 -t UTF-8 FILE',
    ],
    [
      'utf16.yaml',
      Buffer.from('\ufeffversion: 1', 'utf16le'),
      '1:1: the file is UTF-16 – convert it: iconv -f UTF-16 -t UTF-8 FILE',
    ],
    [
      'large.yaml',
      Buffer.alloc(4 * 1024 * 1024 + 1, 0x20),
      '1:1: the file is larger than 4 MB – write node sets such as web[001-999]',
    ],
  ])('%s is refused', async (name, bytes, message) => {
    const place = file(name, bytes);
    expect((await refusal(place)).replaceAll(place, 'FILE')).toBe(`FILE:${message}`);
  });

  it('that is a directory or is not there is refused', async () => {
    expect(await refusal(folder)).toContain('this is a directory');
    expect(await refusal(path.join(folder, 'no'))).toContain('cannot be read (ENOENT)');
  });

  it('is the one named, else the usual ones', () => {
    const here = path.join(folder, 'here');
    const config = path.join(folder, 'config', 'tutti');
    mkdirSync(here);
    mkdirSync(config, { recursive: true });
    const places = {
      cwd: here,
      home: folder,
      env: { XDG_CONFIG_HOME: path.join(folder, 'config') },
    };
    expect(findInventory(places)).toBeUndefined();
    writeFileSync(path.join(config, 'inventory.yaml'), '');
    expect(findInventory(places)).toBe(path.join(config, 'inventory.yaml'));
    writeFileSync(path.join(here, 'inventory.yaml'), '');
    expect(findInventory(places)).toBe('inventory.yaml');
    expect(findInventory({ ...places, env: { TUTTI_INVENTORY: folder } })).toBe(folder);
    const ofHome = path.join(folder, 'here', 'inventory.yaml');
    expect(findInventory({ ...places, flag: '~/here/inventory.yaml' })).toBe(ofHome);
    expect(findInventory({ ...places, flag: '-' })).toBe('/dev/stdin');
    expect(() => findInventory({ ...places, flag: 'no.yaml' })).toThrow(
      'there is no such file, which --inventory names',
    );
    expect(() => findInventory({ ...places, env: { TUTTI_INVENTORY: 'no' } })).toThrow(
      'which $TUTTI_INVENTORY names',
    );
  });
});

describe('what is shipped', () => {
  const root = path.join(import.meta.dirname, '..', '..');

  it('the sample reads, and begins with the editors’ line', async () => {
    const sample = path.join(root, 'inventory.yaml');
    const { hosts, groups } = await readInventory(sample);
    expect(hosts.size).toBe(23);
    expect(groups.get('prod')?.hosts).toHaveLength(22);
    expect(readFileSync(sample, 'utf8').split('\n', 1)).toEqual([
      '# yaml-language-server: $schema=./inventory.schema.json',
    ]);
  });

  it('the schema is the one that inventories are checked with: npm run generate', () => {
    const shipped = JSON.parse(readFileSync(path.join(root, 'inventory.schema.json'), 'utf8'));
    expect(shipped).toEqual(inventoryJsonSchema());
    expect(shipped.$schema).toContain('draft-07');
    const described = JSON.stringify(shipped).match(/"description"/g) ?? [];
    expect(described.length).toBeGreaterThan(50);
  });

  it('a large inventory is no trouble', async () => {
    const lines = Array.from(
      { length: 20_000 },
      (_, i) => `  host${i}: { port: ${1 + (i % 60000)} }`,
    );
    const { hosts } = await parse(
      `version: 1\nhosts:\n  "n[1-80000]": {}\n${lines.join('\n')}\ngroups: { all_of_n: { hosts: ["n[1-80000]"] } }\n`,
    );
    expect(hosts.size).toBe(100_000);
  });
});
