import { describe, expect, it } from 'vitest';
import { InventoryError } from '../../src/domain/inventory.ts';
import { configparser } from '../../src/inventory/configparser.ts';
import { passwordInName } from '../../src/inventory/endpoint.ts';
import { groupsOf, hostsOf, parseAs, refusalOf } from '../support/parse-inventory.ts';

const read = (text: string) => parseAs(configparser, text);

const assignment = `
# hosts, each with its own login
[DEFAULT]
user = deploy
port = 22
domain = example.com

[h1]
host = h1.%(domain)s
password = s3cret#1;x%%

[h2]
host: 10.0.0.2
port: 2222
user: admin
password: two words

[h3]
hostname = 10.0.0.3
key = ~/.ssh/id_h3
role = replica

[web_clusters]
hosts = h1, h2
    web[04-05]

[db_servers]
members: h3
user = postgres
`;

describe("the assignment's file", () => {
  it('gives hosts with their values, and groups', async () => {
    const inventory = await read(assignment);
    expect(groupsOf(inventory)).toEqual({
      web_clusters: ['h1', 'h2', 'web04', 'web05'],
      db_servers: ['h3'],
    });
    expect(hostsOf(inventory)).toEqual({
      h1: { address: 'h1.example.com', user: 'deploy', port: 22, password: 's3cret#1;x%' },
      h2: { address: '10.0.0.2', user: 'admin', port: 2222, password: 'two words' },
      h3: {
        address: '10.0.0.3',
        user: 'postgres',
        port: 22,
        identityFiles: ['/home/me/.ssh/id_h3'],
      },
      web04: { address: 'web04', user: 'deploy', port: 22 },
      web05: { address: 'web05', user: 'deploy', port: 22 },
    });
    expect(inventory.hosts.get('h3')?.vars).toEqual({ role: 'replica', domain: 'example.com' });
  });
});

const shapes: [string, text: string, hosts: string, groups: Record<string, string[]>][] = [
  ['a list under host', '[web]\nhost = h1,h2\n', 'h1 h2', { web: ['h1', 'h2'] }],
  ['a node set under host', '[web]\nhost = h[1-2]\n', 'h1 h2', { web: ['h1', 'h2'] }],
  ['numbered hosts', '[web]\nhost1 = h1\nhost2 = h2\nuser = u\n', 'h1 h2', { web: ['h1', 'h2'] }],
  [
    'names with addresses',
    '[web]\nh1 = 10.0.0.1\nh2: b.org:2200\n',
    'h1 h2',
    { web: ['h1', 'h2'] },
  ],
  [
    'a section of groups',
    '[groups]\nweb = h1 h2\nall_of = web, h3\n',
    'h1 h2 h3',
    { web: ['h1', 'h2'], all_of: ['h1', 'h2', 'h3'] },
  ],
  [
    'groups named by hosts',
    '[h1]\nhost = a\ngroups = web, db\n[h2]\nhost = b\ngroup = web\n',
    'h1 h2',
    { web: ['h1', 'h2'], db: ['h1'] },
  ],
  [
    'groups of groups',
    '[web]\nhosts = h1\n[prod]\nhosts = web, h2\n',
    'h1 h2',
    { web: ['h1'], prod: ['h1', 'h2'] },
  ],
  ['sections that are hosts by name alone', '[h1]\nuser = u\n[h2]\nport = 22\n', 'h1 h2', {}],
  ['a section of common values', '[common]\nuser = u\n[h1]\nport = 22\n', 'h1', {}],
  [
    'a section with blanks in its name',
    '[web servers]\nhosts = h1\n',
    'h1',
    { web_servers: ['h1'] },
  ],
  [
    'a group with the name of a host',
    '[groups]\nh1 = h1, h2\n',
    'h1 h2',
    { h1_group: ['h1', 'h2'] },
  ],
];

describe('a section', () => {
  it.each(shapes)('may be %s', async (_, text, hosts, groups) => {
    const inventory = await read(text);
    expect([...inventory.hosts.keys()].join(' ')).toBe(hosts);
    expect(groupsOf(inventory)).toEqual(groups);
  });

  it('may say users and ports with the names of hosts', async () => {
    expect(hostsOf(await read('[web]\nhosts = admin@h1:2222, [::1]:23 10.0.0.1\n'))).toEqual({
      h1: { address: 'h1', user: 'admin', port: 2222 },
      '::1': { address: '::1', port: 23 },
      '10.0.0.1': { address: '10.0.0.1' },
    });
  });

  it('may hold the key itself, over several lines', async () => {
    const key = '-----BEGIN OPENSSH PRIVATE KEY-----\n  abc\n  -----END OPENSSH PRIVATE KEY-----';
    const { identities } = await read(`[h1]\nkey = ${key}\n`);
    expect(identities.get('h1')?.use((text) => text)).toBe(`${key.replaceAll('  ', '')}\n`);
  });

  it('may give a value of [DEFAULT] another meaning', async () => {
    const text = '[DEFAULT]\nhost = %(name)s.org\n[a]\nname = x\n[b]\nname = y\n';
    expect(hostsOf(await read(text))).toMatchObject({
      a: { address: 'x.org' },
      b: { address: 'y.org' },
    });
  });

  it('may jump over another', async () => {
    expect(hostsOf(await read('[b]\nhost=1.2.3.4\n[a]\nhost=c\njump=b\n'))).toMatchObject({
      a: { jump: ['b'] },
    });
  });
});

const mistakes: [text: string, problem: string][] = [
  ['user = x\n[a]\n', 'i:1:1: this stands before the first section – write [NAME] above it'],
  ['[a]\nhost = root:s3cret@b\n', `i:2:8: ${passwordInName}`],
  ['[g]\nhosts = a, root:s3cret@b\n', `i:2:9: ${passwordInName}`],
  ['[a]\nhost = b\n[a]\n', 'i:3:1: section `a` is there twice (line 1) – join them'],
  ['[a]\nuser = b\nUser = c\n', 'i:3:1: `user` is here twice (line 2) – keep one of them'],
  ['[a]\nuser = b\nnonsense\n', 'i:3:1: this is no option – write NAME = VALUE'],
  [
    '[a]\nport = 22 # ssh\n',
    'i:2:8: the port must be a whole number from 1 to 65535 – write port = 22, a comment on a line of its own',
  ],
  ['[a]\npassword = s3%cret\n', 'i:2:12: a % stands alone – write %% for one percent sign'],
  ['[a]\nuser = %(x\n', 'i:2:8: a %( is not closed by )s – write %(NAME)s'],
  [
    '[a]\nuser = %(nobody)s\n',
    'i:2:8: `%(nobody)s` names no option of this section or of [DEFAULT] – write it there',
  ],
  ['[a]\nuser = %(user)s\n', 'i:2:8: %(…)s leads more than 10 steps on – write the value itself'],
  [
    '[g]\nhosts = web[1-\n',
    'i:2:9: `web[1-`: a bracket is never closed – write its "]", as in web[01-04]',
  ],
  [
    '[g]\nhosts = web[1-999999999]\n',
    'i:2:9: more than a million names up to here – split the inventory',
  ],
  ['[all]\nhost = x\n', 'i:1:1: `all` means something in targets – give the host another name'],
  ['[a]\njump = b\n', 'i:2:8: no host `b` to jump over – add it under hosts:'],
];

describe('a mistake', () => {
  it.each(mistakes)('%j is told with its place', async (text, problem) => {
    expect(await refusalOf(read(text))).toBe(problem);
  });

  it('never shows the password', async () => {
    expect(await refusalOf(read('[a]\npassword = s3cr%et\n'))).not.toContain('s3cr');
  });

  it('of values without bound is told in time', async () => {
    const refer = (name: string) => `%(${name})s`.repeat(50);
    const lines = Array.from({ length: 9 }, (_, i) => `v${i} = ${refer(`v${i + 1}`)}\n`);
    const text = `[a]\n${lines.join('')}v9 = ${'x'.repeat(1000)}\n`;
    await expect(read(text)).rejects.toThrow(InventoryError);
    expect(await refusalOf(read(text))).toContain('grow without bound');
  });
});
