import { describe, expect, it } from 'vitest';
import type { Inventory } from '../../src/domain/inventory.ts';
import { ansibleDraft } from '../../src/inventory/ansible/draft.ts';
import { readAnsibleIni } from '../../src/inventory/ansible/ini-lines.ts';
import { configparser } from '../../src/inventory/configparser.ts';
import { hostList } from '../../src/inventory/host-list.ts';
import { writeYaml } from '../../src/inventory/write-yaml.ts';
import { resolved, type Written } from '../../src/inventory/written.ts';
import { yaml } from '../../src/inventory/yaml.ts';
import { sourceOf } from '../support/parse-inventory.ts';

const ansible = (text: string) =>
  Promise.resolve(ansibleDraft(readAnsibleIni(text, 'i'), 'i').written());
const ini = (text: string) => configparser.read(sourceOf(text), '/home/me');
const list = (text: string) => hostList.read(sourceOf(text), '/home/me');
const own = (text: string) => yaml.read(sourceOf(text), '/home/me');

const inventories: [what: string, written: Promise<Written>][] = [
  ['hosts alone', list('web[01-20]\ndb2\ndb1\ndb10\nr[1-2]n[1-2]\n10.0.0.1\nfe80::1\n007\n')],
  [
    'a configparser file',
    ini(
      '[DEFAULT]\nuser = 007\npassword = #no\n[a]\nhost = %%h.x\nx = yes\ny = "q"\n[g]\nhosts = a, b[1-3] c\nport = 2222\n',
    ),
  ],
  ['a key of its own', ini('[a]\nkey = -----BEGIN X-----\n  abc\n  -----END X-----\n')],
  [
    'an Ansible file',
    ansible(
      'a ansible_host=1.2.3.4 x=1\nw[01:09].org ansible_port=2222\n[g]\na z="{}" y=": x" n=~\n[g:vars]\nansible_ssh_common_args=-o ProxyJump=a -C\nansible_password=" blank "\n[p:children]\ng\n',
    ),
  ],
  [
    'our own',
    own(
      'version: 1\ndefaults: { jump: b, vars: { t: "1", e: "" } }\nhosts: { "web[1-3]": { address: "%h.%h.org" }, b: { identity_file: [a, b] }, c: { password_command: [a, "b c"] } }\ngroups: { g: { hosts: ["web[1-2]", b], guard: true, record: false }, empty: {} }\n',
    ),
  ],
];

const told = ({ hosts, groups, passwords, identities }: Inventory) => ({
  hosts: [...hosts],
  groups: [...groups],
  secrets: [...passwords, ...identities].map(([name, secret]) => [
    name,
    secret.use((text) => text),
  ]),
});

describe('an inventory that is written as YAML', () => {
  it.each(inventories)('says the same when it is read again: %s', async (_, reading) => {
    const written = await reading;
    const text = writeYaml(written.raw, { comments: ['c'], passwords: 'keep' });
    const again = await own(text);
    const [before, after] = [written, again].map((each) =>
      told(resolved(each, sourceOf(text), '/home/me')),
    );
    expect(after).toEqual(before);
    expect(text.startsWith('# yaml-language-server: $schema=./inventory.schema.json\n# c\n')).toBe(
      true,
    );
  });

  it('has node sets where their order is that of the hosts', async () => {
    const { raw } = await list('web01\nweb02\ndb3\nweb03\nweb04\ndb2\ndb1\n');
    expect(
      Object.keys((await own(writeYaml(raw, { comments: [], passwords: 'keep' }))).raw.hosts ?? {}),
    ).toEqual(['web[01-02]', 'db3', 'web[03-04]', 'db2', 'db1']);
  });

  it('may be without its secrets', async () => {
    const { raw } = await ini(
      '[DEFAULT]\npassword = s3cret\n[a]\nkey = -----BEGIN s3cret\n[b]\npassword = s3cret\n',
    );
    const text = writeYaml(raw, { comments: [], passwords: 'ask' });
    expect(text).not.toContain('s3cret');
    expect((await own(text)).raw.hosts?.b).toEqual({ password: { prompt: 'once' } });
  });

  it('is no matter of minutes for many hosts', async () => {
    const { raw } = await list('n[1-50000]\n');
    expect(
      Object.keys((await own(writeYaml(raw, { comments: [], passwords: 'keep' }))).raw.hosts ?? {}),
    ).toEqual(['n[1-50000]']);
  });
});
