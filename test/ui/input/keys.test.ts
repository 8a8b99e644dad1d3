import { describe, expect, test } from 'vitest';
import { keyHints, keyLabel, keyTableMarkdown } from '../../../src/ui/input/key-words.ts';
import { bindingFor, keyTable } from '../../../src/ui/input/keys.ts';

describe('the key table', () => {
  test('has no key twice in one place', () => {
    for (const where of ['prompt', 'grid'] as const) {
      const keys = keyTable
        .filter((binding) => binding.where === where || binding.where === 'anywhere')
        .flatMap((binding) => binding.keys);
      expect(keys.filter((key, i) => keys.indexOf(key) !== i)).toEqual([]);
    }
  });

  test('takes no letter away from the prompt', () => {
    const there = keyTable.filter(({ where }) => where !== 'grid').flatMap(({ keys }) => keys);
    expect(there.filter((key) => key.length === 1)).toEqual([]);
  });

  test.each([
    ['C-t', 'prompt', 'toggle-view'],
    ['C-t', 'grid', 'toggle-view'],
    ['m', 'grid', 'toggle-view'],
    ['m', 'prompt', undefined],
    ['escape', 'prompt', 'to-grid'],
    ['escape', 'grid', 'back'],
    ['M-left', 'prompt', 'move'],
    ['[', 'grid', 'walk-runs'],
  ] as const)('%s at the %s is %s', (key, where, id) => {
    expect(bindingFor(key, where)?.id).toBe(id);
  });

  test.each([
    ['C-t', 'Ctrl-T'],
    ['M-left', 'Alt-←'],
    ['M-return', 'Alt-Enter'],
    ['pageup', 'PgUp'],
    ['m', 'm'],
  ])('%s is written %s', (key, label) => {
    expect(keyLabel(key)).toBe(label);
  });

  test('names the view that a toggle leads to', () => {
    expect(keyHints('grid', 'panes')).toContainEqual({ key: 'm', does: 'merged' });
    expect(keyHints('prompt', 'merged')).toContainEqual({ key: 'Ctrl-T', does: 'panes' });
  });

  test('says first how to go back and what only the view looked at has', () => {
    const [back, own] = keyHints('grid', 'table');
    expect([back?.does, own]).toEqual(['back', { key: '< > S', does: 'sort' }]);
    expect(keyHints('grid', 'panes').map(({ does }) => does)).not.toContain('sort');
  });

  test('prints a row for each binding', () => {
    const rows = keyTableMarkdown().split('\n');
    expect(rows).toHaveLength(keyTable.length + 2);
    expect(rows).toContain('| `m` | grid | panes or merged |');
  });
});
