import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { noInventory } from '../../src/cli/no-inventory.ts';

describe('without an inventory', () => {
  it('the demo and a first file are offered', () => {
    const text = noInventory([]);
    expect(text).toContain('  tutti --demo\n');
    expect(fileIn(text)).toMatchObject({ version: 1, groups: { web: { hosts: ['web[01-20]'] } } });
  });

  it('the hosts of ~/.ssh/config are offered as a file that can be pasted', () => {
    const text = noInventory(['web01', '10.0.0.1', 'no', 'db-1.example.com']);
    expect(text).toContain('knows 4 hosts; use it as it is:\n  tutti --inventory ~/.ssh/config\n');
    expect(Object.keys(fileIn(text).hosts)).toEqual([
      'web01',
      '10.0.0.1',
      'no',
      'db-1.example.com',
    ]);
  });

  it('many hosts are cut to one screen', () => {
    const text = noInventory(Array.from({ length: 50 }, (_, at) => `h${at}`));
    expect(text).toContain('# … and 42 more');
    expect(text.split('\n').length).toBeLessThanOrEqual(24);
  });
});

function fileIn(text: string): { hosts: Record<string, unknown> } {
  const lines = text.split('\n');
  const from = lines.indexOf('  version: 1');
  return parse(lines.slice(from, lines.indexOf('', from)).join('\n'));
}
