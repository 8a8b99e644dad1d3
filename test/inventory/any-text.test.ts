import { describe, expect, it } from 'vitest';
import { type Inventory, InventoryError } from '../../src/domain/inventory.ts';
import { ansibleDraft } from '../../src/inventory/ansible/draft.ts';
import { readAnsibleIni } from '../../src/inventory/ansible/ini-lines.ts';
import { readAnsibleJson } from '../../src/inventory/ansible/json.ts';
import { readAnsibleYaml } from '../../src/inventory/ansible/yaml-tree.ts';
import { clustershell } from '../../src/inventory/clustershell.ts';
import { configparser } from '../../src/inventory/configparser.ts';
import { formats } from '../../src/inventory/formats.ts';
import { hostList } from '../../src/inventory/host-list.ts';
import { writeYaml } from '../../src/inventory/write-yaml.ts';
import { resolved, type Written } from '../../src/inventory/written.ts';
import { yaml } from '../../src/inventory/yaml.ts';
import { sourceOf } from '../support/parse-inventory.ts';
import { seededRandom } from '../support/random.ts';

type Read = (text: string) => Promise<Written> | Written;

const readers: [name: string, read: Read, samples: readonly string[]][] = [
  [
    'configparser',
    (text) => configparser.read(sourceOf(text), '/home/me'),
    [
      '[DEFAULT]\nuser = u\nx = %(user)s%%\n[a]\nhost = 10.0.0.1:22\nport: 23\n[g]\nhosts = a, b[1-3]\n  c\njump = a\n[groups]\nh = g, d\n',
    ],
  ],
  [
    'Ansible, INI',
    (text) => ansibleDraft(readAnsibleIni(text, 'i'), 'i').written(),
    [
      'a:22 ansible_user=u x="y z" # c\n[g]\nb[01:03] ansible_ssh_common_args=\'-J a -o Foo="b c"\'\n[g:vars]\nansible_password=p\nv={{ x }}{{ inventory_hostname }}\n[p:children]\ng\n',
    ],
  ],
  [
    'Ansible, YAML',
    (text) => ansibleDraft(readAnsibleYaml(text, 'i'), 'i').written(),
    [
      'all:\n  vars: { ansible_user: u, l: [1, { a: b }] }\n  hosts: { a: { ansible_port: 22 } }\n  children:\n    g: { hosts: { "b[1:3]": , c: } }\n',
    ],
  ],
  [
    'Ansible, JSON',
    (text) => ansibleDraft(readAnsibleJson(text, 'i').data, 'i').written(),
    [
      '{"_meta": {"hostvars": {"a": {"ansible_port": 22, "x": [1]}}}, "g": {"hosts": ["a", "b"], "vars": {"y": true}}, "p": {"children": ["g"]}, "h": ["c"]}',
    ],
  ],
  [
    'ClusterShell, YAML',
    (text) => clustershell.read(sourceOf(text, 'g.yaml'), '/home/me'),
    ['r:\n  a: "n[1-3],m"\n  b: "@a!n2 @s:c"\n  all: "@a,@b"\ns:\n  c: [x, "@r:a&n[1-2]"]\n'],
  ],
  [
    'ClusterShell, flat',
    (text) => clustershell.read(sourceOf(text, 'l.cfg'), '/home/me'),
    ['a: n[1-3] m # c\nb: @a^n9\nall: @a @b\n'],
  ],
  [
    'a list',
    (text) => hostList.read(sourceOf(text), '/home/me'),
    ['a\nb[1-3],c # x\nu@d:22\n[::1]:22\n'],
  ],
  [
    'our own',
    (text) => yaml.read(sourceOf(text), '/home/me'),
    [
      'version: 1\ndefaults: { user: u, vars: { x: y } }\nhosts: { "a[1-3]": { address: "%h.x", jump: b }, b: { password: { prompt: once } } }\ngroups: { g: { hosts: ["a[1-2]"], port: 22 }, p: { groups: [g] } }\n',
    ],
  ],
];

const pieces = [
  '\n',
  '\n',
  ' ',
  '  ',
  '\t',
  ':',
  '=',
  ',',
  '[',
  ']',
  '{',
  '}',
  '"',
  "'",
  '#',
  '%',
  '%(x)s',
  '@',
  '@a',
  '*',
  '&',
  '!',
  '^',
  '-',
  '\\',
  '|',
  '>',
  '[1-3]',
  '[1:3]',
  '[a:c]',
  '[999999999:]',
  '1-999999999',
  '{{ x }}',
  'ansible_host=',
  'hosts',
  'all',
  '__proto__',
  'constructor',
  'é',
  '\u0000',
  '\u2028',
  '\ud83d',
  'x',
  '0',
  '22',
  '<<',
  '&x ',
  '*x',
  '---',
  '\r',
];

/** The sample with some of it taken out, doubled, or replaced; or nothing but pieces. */
function anyText(sample: string, random: ReturnType<typeof seededRandom>): string {
  let text = random.below(6) === 0 ? '' : sample;
  for (let count = 1 + random.below(random.below(3) ? 2 : 8); count > 0; count -= 1) {
    const from = random.below(text.length + 1);
    const to = from + random.below(Math.min(12, text.length - from + 1));
    const piece = pieces[random.below(pieces.length)] ?? '';
    const between = [piece, '', text.slice(from, to).repeat(2), piece.repeat(3)][random.below(4)];
    text = text.slice(0, from) + between + text.slice(to);
  }
  return text;
}

const told = ({ hosts, groups, passwords }: Inventory) => ({
  hosts: [...hosts].sort(([a], [b]) => (a < b ? -1 : 1)),
  groups: [...groups].map(([name, group]) => [name, [...group.hosts].sort(), group.guard]).sort(),
  passwords: [...passwords].map(([name, secret]) => [name, secret.use((text) => text)]).sort(),
});

describe('any text', () => {
  it.each(readers)(
    'is an inventory or has mistakes with places, and says the same as our YAML: %s',
    async (_, read, samples) => {
      const random = seededRandom(20261121);
      let good = 0;
      for (let round = 0; round < 300; round += 1) {
        const text = anyText(samples[round % samples.length] ?? '', random);
        for (const format of formats) format.matches(sourceOf(text));
        try {
          const written = await read(text);
          const source = sourceOf(text);
          const inventory = resolved(written, source, '/home/me');
          good += 1;
          const printed = writeYaml(written.raw, { comments: [], passwords: 'keep' });
          const again = await yaml.read(sourceOf(printed), '/home/me');
          expect(told(resolved(again, sourceOf(printed), '/home/me')), text).toEqual(
            told(inventory),
          );
        } catch (error) {
          if (!(error instanceof InventoryError))
            throw new Error(`${JSON.stringify(text)}`, { cause: error });
          for (const { line, column } of error.problems) {
            expect(line, text).toBeGreaterThan(0);
            expect(column, text).toBeGreaterThan(0);
          }
        }
      }
      expect(good).toBeGreaterThan(3);
    },
  );
});
