import { describe, expect, it } from 'vitest';
import { printExplanation } from '../../src/cli/explain-host.ts';
import { configparser } from '../../src/inventory/configparser.ts';
import { explainHost } from '../../src/inventory/explain.ts';
import type { Format } from '../../src/inventory/formats.ts';
import { resolved } from '../../src/inventory/written.ts';
import { yaml } from '../../src/inventory/yaml.ts';
import { sourceOf } from '../support/parse-inventory.ts';

async function explain(format: Format, text: string, host: string): Promise<string> {
  const source = sourceOf(text);
  const written = await format.read(source, '/home/me');
  const inventory = resolved(written, source, '/home/me');
  return printExplanation(explainHost({ written, source, inventory, format }, host, '/home/me'));
}

const text = `version: 1
defaults:
  user: deploy
  vars: { site: a, db_password: s3cret }
hosts:
  web[01-20]: { address: "%h.example.com" }
  b: { password: s3cret, jump: [] }
groups:
  web:
    hosts: ["web[01-03]"]
    port: 2222
    password_command: [pass, show]
    jump: b
  all_web: { groups: [web], hosts: [b], identity_file: ~/k, vars: { tier: front } }
`;

describe('the explanation of a host', () => {
  it('names each value with its place, and who says it', async () => {
    expect(await explain(yaml, text, 'web02')).toBe(`web02
  address           web02.example.com      i:6:26
  port              2222                   i:11:11 (@web)
  user              deploy                 i:3:9 (defaults)
  password          printed by: pass show  i:12:23 (@web)
  identity_file     /home/me/k             i:14:56 (@all_web)
  jump              b                      i:13:11 (@web)
  shell             auto                   default
  host_key_check    ask                    default
  vars.tier         front                  i:14:75 (@all_web)
  vars.site         a                      i:4:17 (defaults)
  vars.db_password  (not shown)            i:4:33 (defaults)
  groups            @web                   i:10:13
                    @all_web               i:14:23 (by @web)
`);
  });

  it('names the group that guards it, and the one whose records are not kept', async () => {
    const groups = 'groups: { g: { groups: [h], guard: true }, h: { hosts: [a], record: false } }';
    const told = await explain(yaml, `version: 1\nhosts: { a: }\n${groups}\n`, 'a');
    expect(told).toMatch(/guard +yes +i:3:36 \(@g\)\n/);
    expect(told).toMatch(/record +no +i:3:69 \(@h\)\n/);
  });

  it('tells what is destructive on a guarded host beside what always is', async () => {
    const groups =
      'groups: { g: { hosts: [a], guard: true, guard_commands: [x, y *] }, h: { groups: [g], guard_commands: [z] } }';
    const before = 'version: 1\ndefaults: { guard_commands: [w] }\nhosts: { a:, b: }\n';
    const told = await explain(yaml, `${before}${groups}\n`, 'a');
    expect(told).toMatch(/guard_commands +x, y \* +i:4:57 \(@g\)\n/);
    expect(told).toMatch(/guard_commands +z +i:4:103 \(@h\)\n/);
    expect(told).toMatch(/guard_commands +w +i:2:29 \(defaults\)\n/);
    expect(await explain(yaml, `${before}${groups}\n`, 'b')).not.toContain('guard');
  });

  it('shows no password', async () => {
    const told = await explain(yaml, text, 'b');
    expect(told).toContain('stored in the file (not shown)  i:7:18\n');
    expect(told).toMatch(/jump +none +i:7:32\n/);
    expect(told).not.toContain('s3cret');
  });

  it('works for other formats', async () => {
    const told = await explain(configparser, '[DEFAULT]\nuser = u\n[g]\nhosts = a\n  b\n', 'b');
    expect(told).toMatch(/user +u +i:2:8 \(defaults\)\n/);
    expect(told).toMatch(/groups +@g +i:4:9\n/);
  });

  it('is refused for what is no host, with the nearest', async () => {
    await expect(explain(yaml, text, 'web99')).rejects.toThrow(
      'no host `web99` – did you mean web09',
    );
    await expect(explain(yaml, text, 'web')).rejects.toThrow(
      '`web` is a group – write one of its hosts',
    );
  });
});
