import { describe, expect, it } from 'vitest';
import { inventoryChange } from '../../src/app/inventory-change.ts';
import { yaml } from '../../src/inventory/yaml.ts';
import { parseAs } from '../support/parse-inventory.ts';

const hosts = (text: string) => parseAs(yaml, `version: 1\nhosts: { b: {}, ${text} }\n`);

const changes: [what: string, before: string, after: string, changed: boolean][] = [
  ['nothing', 'a: { port: 22 }', 'a: { port: 22 }', false],
  ['the way it is written', 'a: { port: 22, user: x }', 'a: { user: x, port: 22 }', false],
  ['a variable', 'a: { vars: { x: "1" } }', 'a: { vars: { x: "2" } }', false],
  ['the address', 'a: { address: x }', 'a: { address: y }', true],
  ['the user', 'a: {}', 'a: { user: x }', true],
  ['the password itself', 'a: { password: x }', 'a: { password: y }', true],
  ['not the password', 'a: { password: x }', 'a: { password: x }', false],
  ['the key itself', 'a: { identity: x }', 'a: { identity: y }', true],
  ['a jump host', 'a: { jump: b }', 'a: { jump: [] }', true],
];

describe('a host whose entry has changed', () => {
  it.each(changes)(
    'is one that is dialled in another way: %s',
    async (what, before, after, changed) => {
      expect(inventoryChange(await hosts(before), await hosts(after))).toEqual({
        added: [],
        changed: changed ? ['a'] : [],
        gone: [],
        kept: changed ? ['b'] : ['b', 'a'],
        differs: changed || /variable/.test(what),
      });
    },
  );

  it('may be in another group, which changes no connection', async () => {
    const [before, after] = await Promise.all(
      ['[a]', '[a, b]'].map((names) =>
        parseAs(yaml, `version: 1\nhosts: { b: {}, a: {} }\ngroups: { g: { hosts: ${names} } }\n`),
      ),
    );
    if (!before || !after) throw new Error('two inventories');
    expect(inventoryChange(before, after)).toMatchObject({ changed: [], differs: true });
  });

  it('is no new one, and none that is gone', async () => {
    const [before, after] = await Promise.all([hosts('a: {}, c: {}'), hosts('d: {}, a: {}')]);
    expect(inventoryChange(before, after)).toEqual({
      added: ['d'],
      changed: [],
      gone: ['c'],
      kept: ['b', 'a'],
      differs: true,
    });
  });
});
