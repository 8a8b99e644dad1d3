import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { afterAll, describe, expect, it } from 'vitest';
import { readAnsibleIni } from '../../src/inventory/ansible/ini-lines.ts';
import { readAnsibleYaml } from '../../src/inventory/ansible/yaml-tree.ts';
import { type AnsibleReading, askAnsibleFor, findAnsible } from '../support/ansible.ts';
import { parseAnsible } from '../support/parse-ansible.ts';
import { seededRandom } from '../support/random.ts';

const python = findAnsible();
const folder = mkdtempSync(path.join(tmpdir(), 'tutti-ansible-'));
afterAll(() => rmSync(folder, { recursive: true }));

const files = (texts: readonly string[], ending: string): string[] =>
  texts.map((text, index) => {
    const file = path.join(folder, `${index}.${ending}`);
    writeFileSync(file, text);
    return file;
  });

const iniTexts: readonly string[] = [
  'a\nb x=1\n',
  '[g]\nweb[01:03].example.com\nweb[1:9:4]-x\ndb[a:c]\nr[1:2]n[1:2] port=1\n',
  '[g]\na:2222\n[::1]:23\nfe80::1\n10.0.0.1:24 x=1\n',
  '[g]\na x="b c" y=\'d e\' z=f\\ g # comment\nb x=a#b "y=c d" z="a\\"b"\n',
  '[g]\na x="\'1\'" y=01 z=True w="#"\n',
  '[g]\na\n[g:vars]\nx = 1\ny="q r"\nz=a b # kept\nw=5 # gone\nv=\nu=a=b\n',
  '[g]\na\n[h]\na\nb\n[p:children]\ng\nh # c\n[p:vars]\nx=1\ny=1\n[g:vars]\nx=2\nz=g\n[h:vars]\nz=h\ny=3\n',
  '[deep:children]\nmid\n[mid:children]\nlow\n[low]\na\n[other]\na\n[other:vars]\nx=other\n[low:vars]\nx=low\n[deep:vars]\ny=1\n',
  '[b]\na\n[a1]\na\n[a1:vars]\nx=1\nansible_group_priority=10\n[b:vars]\nx=2\n',
  '[all:vars]\nx=1\n[g]\na\nb x=2\n',
  'a\n[g]\na\n[ungrouped:vars]\nx=1\n',
  '[g]\na x=1\n[h]\na y=2\na x=3\n',
  '[g:vars]\nx=1\n',
  '[g:children]\nnowhere\n',
  '[g:nonsense]\na\n',
  '[g g]\na\n',
  '[g]\na x\n',
  '[g]\na "x=1\n',
  '[g]\nweb[01:3]\n',
  '[g]\na:\n',
  '[a:children]\nb\n[b:children]\na\n',
  '[g:vars]\nnonsense\n[g]\na\n',
  '[g] # comment\na\n[g:children] # c\n',
  '; c\n\n  [g]\n  a x=1\n',
];

const yamlTexts: readonly string[] = [
  'all:\n  hosts:\n    a: { x: text }\n    b:\n  vars: { y: one }\n',
  'all:\n  children:\n    g:\n      hosts:\n        web[01:03]: { x: z }\n      vars: { x: group, y: group }\n    h: { hosts: b }\n',
  'g:\n  hosts: { a: }\np:\n  children: { g: }\n  vars: { x: p }\n',
  'g:\n  hosts: { a: { x: one } }\nh:\n  hosts: { a: { y: two } }\n  vars: { x: h, z: h }\nf:\n  hosts: { a: }\n  vars: { z: f }\n',
  'g:\n  hosts: [a, b]\n',
  'g: { hosts: { web[01:3]: } }\n',
];

/** Ours in the shape of theirs; variables as the hosts have them at the end, all as text. */
async function ours(
  read: Parameters<typeof parseAnsible>[0],
  text: string,
): Promise<AnsibleReading> {
  try {
    const { hosts, groups } = await parseAnsible(read, text);
    return {
      hosts: Object.fromEntries([...hosts.values()].map(({ name, vars }) => [name, { ...vars }])),
      groups: Object.fromEntries(
        [...groups.values()]
          .filter(({ name }) => name !== 'ungrouped')
          .map(({ name, hosts }) => [name, [...hosts].sort()]),
      ),
    };
  } catch {
    return null;
  }
}

/** Only what is a variable with us too, as text. */
const asOurs = (reading: AnsibleReading): AnsibleReading =>
  reading && {
    ...reading,
    hosts: Object.fromEntries(
      Object.entries(reading.hosts).map(([name, vars]) => [
        name,
        Object.fromEntries(
          Object.entries(vars)
            .filter(([key]) => !key.startsWith('ansible_'))
            .map(([key, value]) => [key, value === true ? 'True' : String(value)]),
        ),
      ]),
    ),
  };

async function differing(
  plugin: 'ini' | 'yaml',
  read: Parameters<typeof parseAnsible>[0],
  texts: readonly string[],
) {
  const theirs = askAnsibleFor(python ?? '', plugin, files(texts, plugin)).map(asOurs);
  const mine = await Promise.all(texts.map((text) => ours(read, text)));
  const all = texts.map((text, index) => ({ text, ours: mine[index], theirs: theirs[index] }));
  return {
    different: all.filter((each) => !isDeepStrictEqual(each.ours, each.theirs)),
    read: theirs.filter(Boolean).length,
  };
}

/** Sections, hosts and variables in any order; each group is declared. */
function randomIni(count: number): string[] {
  const random = seededRandom(20261121);
  const pick = (list: readonly string[]) => list[random.below(list.length)] ?? '';
  const groups = ['g', 'h', 'i', 'j', 'k'];
  return Array.from({ length: count }, () => {
    const declared = groups.map((name) => `[${name}]\n`).join('');
    const sections = Array.from({ length: 1 + random.below(8) }, () => {
      const lines = Array.from({ length: random.below(4) }, () => random.below(100));
      const at = random.below(groups.length);
      switch (random.below(3)) {
        case 0:
          return `[${groups[at]}]\n${lines.map((n) => `${pick(['a', 'b', 'c[1:3]', 'd'])} v${n % 4}=${n}\n`).join('')}`;
        case 1:
          return `[${groups[at]}:vars]\n${lines.map((n) => `v${n % 4}=${n}\n`).join('')}`;
        // Only those that come later: a group that holds itself is a mistake.
        default:
          return `[${groups[at]}:children]\n${groups
            .slice(at + 1)
            .filter(() => random.below(2) === 0)
            .join('\n')}\n`;
      }
    });
    return declared + sections.join('');
  });
}

describe.skipIf(!python)('an inventory of Ansible', () => {
  it('is read as Ansible reads it: INI', async () => {
    const { different, read } = await differing('ini', readAnsibleIni, iniTexts);
    expect(different).toEqual([]);
    expect(read).toBeGreaterThan(12);
  });

  it('is read as Ansible reads it: YAML', async () => {
    const { different, read } = await differing('yaml', readAnsibleYaml, yamlTexts);
    expect(different).toEqual([]);
    expect(read).toBeGreaterThan(3);
  });

  it('gives each host the variables that Ansible gives it, whatever its groups say', async () => {
    const { different, read } = await differing('ini', readAnsibleIni, randomIni(400));
    expect(different.slice(0, 2)).toEqual([]);
    expect(read).toBe(400);
  });
});
