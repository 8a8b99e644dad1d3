import { UsageError } from '../domain/failure.ts';
import { nearest } from '../domain/nearest.ts';
import { quoted } from '../domain/quoted.ts';
import { shellWord } from '../domain/shell-word.ts';
import { checkPlace } from './check-place.ts';
import type { Options } from './options.ts';
import type { Words } from './read-arguments.ts';

/** What `tutti inventory` was asked to do. A file that is not named is the one that --inventory and its kind name. */
export type InventoryRequest =
  | { readonly kind: 'inventory'; readonly action: 'check'; readonly options: Options }
  | {
      readonly kind: 'inventory';
      readonly action: 'explain';
      readonly host: string;
      readonly options: Options;
    }
  | {
      readonly kind: 'inventory';
      readonly action: 'import';
      readonly from?: string;
      readonly options: Options;
    };

export const inventoryActions = ['check', 'explain', 'import'] as const;

/** `words`: what follows the verb. @throws UsageError */
export function inventoryRequest(
  { settings, given, rest = [] }: Words,
  words: readonly string[],
): InventoryRequest {
  checkPlace('inventory', given);
  const [action, ...others] = [...words, ...rest];
  const [first, more] = others;
  const { from, files: _, ...options } = settings;
  if (more !== undefined)
    throw new UsageError(
      `tutti inventory ${action} takes one word, not ${others.length} – write: tutti inventory ${action} ${shellWord(first ?? '')}`,
    );
  if (from !== undefined && action !== 'import')
    throw new UsageError('--from belongs to tutti inventory import – leave it out');
  switch (action) {
    case 'check':
      return { kind: 'inventory', action, options: withFile(options, first) };
    case 'explain':
      if (!first)
        throw new UsageError(
          'tutti inventory explain needs a host – write: tutti inventory explain web01',
        );
      return { kind: 'inventory', action, host: first, options };
    case 'import':
      if (!first && options.inventory === undefined)
        throw new UsageError(
          'tutti inventory import needs a file – write: tutti inventory import hosts.ini > inventory.yaml',
        );
      return {
        kind: 'inventory',
        action,
        ...(from !== undefined && { from }),
        options: withFile(options, first),
      };
    default: {
      const [near] = nearest(action ?? '', inventoryActions);
      const what =
        action === undefined
          ? 'needs one of check, explain, import'
          : `does not know ${quoted(action)}`;
      throw new UsageError(`tutti inventory ${what} – write: tutti inventory ${near ?? 'check'}`);
    }
  }
}

const withFile = (options: Options, file: string | undefined): Options =>
  file === undefined ? options : { ...options, inventory: file };
