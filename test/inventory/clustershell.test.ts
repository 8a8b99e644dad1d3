import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { fold } from '../../src/domain/fold.ts';
import { openInventoryFile } from '../../src/inventory/read-inventory.ts';
import { findNodeset } from '../support/nodeset.ts';
import { groupsOf, refusalOf } from '../support/parse-inventory.ts';

const root = mkdtempSync(path.join(tmpdir(), 'tutti-clustershell-'));
afterAll(() => rmSync(root, { recursive: true }));

let count = 0;
/** A configuration folder with these files; returns its path. */
function folder(files: Readonly<Record<string, string>>): string {
  const place = path.join(root, String(count++));
  for (const [name, text] of Object.entries(files)) {
    const file = path.join(place, name);
    mkdirSync(path.dirname(file), { recursive: true, mode: 0o755 });
    writeFileSync(file, text, { mode: 0o644 });
  }
  return place;
}

const everything = {
  'groups.conf': `[Main]
default: local
confdir: $CFGDIR/groups.conf.d /nowhere
autodir: $CFGDIR/groups.d
[local]
map: sed -n 's/^$GROUP:\\(.*\\)/\\1/p' $CFGDIR/groups.d/local.cfg
all: sed -n 's/^all:\\(.*\\)/\\1/p' $CFGDIR/groups.d/local.cfg
list: sed -n 's/^\\([0-9A-Za-z_-]*\\):.*/\\1/p' $CFGDIR/groups.d/local.cfg
reverse: exit 1
`,
  'groups.conf.d/jobs.conf': `[jobs,j]
map: case \${GROUP} in 7) echo "n[3-4] n9";; 8) echo @local:io;; esac
list: printf '7\\n8\\n'; : $SOURCE $$HOME $1
`,
  'groups.d/local.cfg':
    '# c\nadm: n0\nio: n[4-5] n6\ncompute: n[32-40]!n33\nold: @io,@adm\nall: n[0,4-6,32-40]\n',
  'groups.d/more.yaml': `
racks:
  r1: 'n[0,2]'
  r2: 'n[4-5]'
  r12: '@r[1-2]'
  list: ['n[4-8]', 'n50', '@r1']
  cut: '@local:compute&n[30-35]'
  one: 'n[1-3]^n[3-4]'
  none: ''
pads:
  p: 'm[01-03],m[1-2]-x[1-2]'
  wide: 'm*-x?'
  all: '@p'
`,
};

describe.skipIf(!findNodeset())('groups of ClusterShell', () => {
  it('hold the hosts that nodeset says', async () => {
    const place = folder(everything);
    const ask = (...args: string[]) =>
      execFileSync('nodeset', args, {
        env: { ...process.env, CLUSTERSHELL_CFGDIR: place },
        encoding: 'utf8',
      }).trim();
    const { inventory, format } = await openInventoryFile(path.join(place, 'groups.conf'));
    expect(format.name).toBe('clustershell');
    const names = ask('-LL')
      .split('\n')
      .map((name) => name.split(' ')[0] ?? '')
      .filter((name) => !/(^@|:)all$/.test(name));
    expect(names.length).toBeGreaterThan(14);
    const ours = groupsOf(inventory);
    const folded = names.map((name) => [
      name,
      fold(ours[name.replace(/^@(local:)?/, '')] ?? ['?']),
    ]);
    expect(folded).toEqual(names.map((name) => [name, ask('-f', name)]));
    expect(fold(ours.all_group ?? [])).toBe(ask('-f', '-a'));
  });
});

describe('an inventory of ClusterShell', () => {
  it('has bare names for the groups of the default source only', async () => {
    const place = folder(everything);
    const { inventory } = await openInventoryFile(path.join(place, 'groups.conf'));
    expect([...inventory.groups.keys()].join(' ')).toBe(
      'adm io compute old jobs:7 jobs:8 j:7 j:8 racks:r1 racks:r2 racks:r12 racks:list racks:cut racks:one racks:none pads:p pads:wide all_group',
    );
    expect(inventory.warnings[0]).toContain('@all is more here than for ClusterShell');
  });

  it('may be one file of groups.d', async () => {
    const place = folder({
      'racks.yaml': 'racks:\n  old: "@rack[1-2]"\n  rack1: n1\n  rack2: [n2, n3]\n',
      'local.cfg': 'web: w[1-2]\ndb: d1 # c\nall: @web @db\n',
    });
    const yaml = await openInventoryFile(path.join(place, 'racks.yaml'));
    expect(groupsOf(yaml.inventory)).toEqual({
      old: ['n1', 'n2', 'n3'],
      rack1: ['n1'],
      rack2: ['n2', 'n3'],
    });
    const flat = await openInventoryFile(path.join(place, 'local.cfg'));
    expect(groupsOf(flat.inventory)).toEqual({ web: ['w1', 'w2'], db: ['d1'] });
    expect(flat.inventory.warnings).toEqual([]);
  });

  it('asks each command once, and never for what a shell would act on', async () => {
    const place = folder({
      'groups.conf':
        "[s]\nmap: echo $GROUP >> calls; echo n1\nlist: echo 'a b'; echo 'x;touch${IFS}bad'\n",
    });
    const file = path.join(place, 'groups.conf');
    expect(await refusalOf(openInventoryFile(file))).toBe(
      `${file}:1:1: group \`x;touch\${IFS}bad\` has characters that a shell acts on – rename it`,
    );
    expect(readFileSync(path.join(place, 'calls'), 'utf8').split('\n').sort().join('')).toBe('ab');
  });

  it('goes on without a source whose commands are not there', async () => {
    const place = folder({
      'groups.conf':
        '[Main]\ndefault: a\n[a]\nmap: echo n1\nlist: echo g\n[b]\nmap: echo n2\nlist: nowhere-program\n[c]\nmap: echo n3\n',
    });
    const { inventory } = await openInventoryFile(path.join(place, 'groups.conf'));
    expect(groupsOf(inventory)).toEqual({ g: ['n1'] });
    expect(inventory.warnings).toHaveLength(2);
    expect(inventory.warnings[0]).toMatch(
      /:6: source `b` is left out: its command `nowhere-program`/,
    );
    expect(inventory.warnings[1]).toContain('the groups of source `c` cannot be listed');
  });

  it('whose commands others can write is not asked', async () => {
    const place = folder({ 'groups.conf': '[s]\nmap: touch ran\nlist: touch ran\n' });
    const file = path.join(place, 'groups.conf');
    chmodSync(file, 0o666);
    expect(await refusalOf(openInventoryFile(file))).toBe(
      `${file}:1:1: others can write to this file – run: chmod go-w ${file}`,
    );
  });
});

const mistakes: [name: string, text: string, problem: string][] = [
  [
    'groups.conf',
    '[s]\nall: x\nlist: y\n[Main]\nautodir: x\n',
    '1:1: source [s] has no map – write map: and a command that prints the hosts of $GROUP',
  ],
  [
    'groups.conf',
    '[Main]\ndefault: loca\n[local]\nmap: echo\nlist: echo\n',
    '1:1: the default source `loca` is not there – write default: local',
  ],
  [
    'groups.conf',
    '[Main]\nautodir: nowhere\n',
    '1:1: there is no source of groups – write [local] with map:, all: and list:',
  ],
  [
    'groups.conf',
    '[s]\nmap: exit 3\nlist: echo g\n',
    '1:1: its command `exit 3` says nothing: it ended with exit code 3 – try it in that folder',
  ],
  [
    'groups.conf',
    '[s]\nmap: echo n1\nlist: kill -9 $$$$\n',
    '1:1: its command `kill -9 $$` says nothing: it was killed by SIGKILL – try it in that folder',
  ],
  [
    'g.yaml',
    's:\n  a: "@b"\n  b: "@a"\n',
    '2:3: @s:a holds itself, by way of @s:b – take it out of one of them',
  ],
  ['g.yaml', 's:\n  a: "@web"\n  wbe: x\n', '2:3: no group `web` – did you mean wbe?'],
  ['g.yaml', 's:\n  a: "@t:web"\n', '2:3: no source `t` of groups – there is s'],
  [
    'g.yaml',
    's:\n  a: "n[1-"\n',
    '2:3: `n[1-`: a bracket is never closed – write its "]", as in web[01-04]',
  ],
  [
    'g.yaml',
    's:\n  a: { b: c }\n',
    '2:6: a group must be a node set or a list of them – write "web[01-20]"',
  ],
  [
    'g.yaml',
    's:\n  a: "n[1-999999999]"\n',
    '2:3: `n[1-999999999]` is 999,999,999 names, more than 200,000 – write smaller ranges',
  ],
  ['l.cfg', 'a: n1\na: n2\n', '2:1: group `a` is here twice – join them'],
];

describe('a mistake in groups of ClusterShell', () => {
  it.each(mistakes)('in %s: %j is told with its place', async (name, text, problem) => {
    const file = path.join(folder({ [name]: text }), name);
    const told = (await refusalOf(openInventoryFile(file))).split('\n')[0];
    expect(told).toBe(`${file}:${problem}`);
  });

  it('of groups without bound is told in time', async () => {
    const groups = Array.from({ length: 100 }, (_, n) => `  g${n}: "n[1-100000]"\n`).join('');
    const file = path.join(folder({ 'g.yaml': `s:\n${groups}` }), 'g.yaml');
    expect(await refusalOf(openInventoryFile(file))).toContain('more than two million names');
    const chain = Array.from({ length: 5000 }, (_, n) => `  g${n}: "@g${n + 1}"\n`).join('');
    const deep = path.join(folder({ 'g.yaml': `s:\n${chain}  g5000: n1\n` }), 'g.yaml');
    expect(await refusalOf(openInventoryFile(deep))).toContain('nested more than 100 deep');
  });
});
