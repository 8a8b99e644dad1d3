import type { ViewName } from '../../store/state.ts';
import { isThere, type KeyBinding, type KeyId, keyTable } from './keys.ts';

/** `Ctrl-T`, `Alt-←`, `PgUp`: as people write a key. */
export function keyLabel(key: string): string {
  if (key.startsWith('C-')) return `Ctrl-${keyLabel(key.slice(2)).toUpperCase()}`;
  if (key.startsWith('M-')) return `Alt-${keyLabel(key.slice(2))}`;
  return labels[key] ?? key;
}

/** For the line under the prompt: `Tab complete  Esc grid`. */
export function keyHints(
  where: 'prompt' | 'grid',
  view: ViewName,
): readonly { readonly key: string; readonly does: string }[] {
  const seen = new Set<KeyId>();
  return keyTable
    .toSorted((a, b) => Number(ofView(b)) - Number(ofView(a)))
    .flatMap(({ id, keys, hint, hintIn, ...binding }) => {
      if (hint === undefined || seen.has(id) || !isThere(binding, where)) return [];
      if (hintIn !== undefined && hintIn !== view) return [];
      seen.add(id);
      const does = id === 'toggle-view' ? (view === 'panes' ? 'merged' : 'panes') : hint;
      return [{ key: allKeys.has(id) ? keys.join(' ') : keyLabel(keys[0] ?? ''), does }];
    });
}

/** The way back comes first, then what only this view has. */
const ofView = ({ id, hintIn }: KeyBinding): boolean => id === 'back' || hintIn !== undefined;

/** Bindings that show all of their keys, because these belong together. */
const allKeys: ReadonlySet<KeyId> = new Set(['walk-runs', 'sort-table']);

/** For `?` and `:help`: each key and what it does, grouped by where it works. */
export function keyHelp(): readonly {
  readonly where: KeyBinding['where'];
  readonly rows: readonly (readonly [string, string])[];
}[] {
  return (['prompt', 'grid', 'anywhere'] as const).map((where) => ({
    where,
    rows: keyTable
      .filter((binding) => binding.where === where)
      .map((binding) => [keysLabel(binding.keys), binding.summary] as const),
  }));
}

/** The table in README.md. */
export function keyTableMarkdown(): string {
  const rows = keyHelp().flatMap(({ where, rows }) =>
    rows.map(
      ([keys, summary]) =>
        `| ${keys
          .split(' ')
          .map((key) => `\`${key}\``)
          .join(' ')} | ${where} | ${summary} |`,
    ),
  );
  return ['| key | where | what it does |', '|---|---|---|', ...rows].join('\n');
}

/** `Alt-← ↓ ↑ →`: Alt is written once. */
function keysLabel(keys: readonly string[]): string {
  const [first = '', ...rest] = keys.map(keyLabel);
  return [first, ...rest.map((label) => label.replace(/^Alt-/, ''))].join(' ');
}

const labels: Readonly<Record<string, string>> = {
  ' ': 'Space',
  return: 'Enter',
  escape: 'Esc',
  tab: 'Tab',
  pageup: 'PgUp',
  pagedown: 'PgDn',
  home: 'Home',
  end: 'End',
  left: '←',
  down: '↓',
  up: '↑',
  right: '→',
};
