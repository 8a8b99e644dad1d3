import { type Inventory, InventoryError } from '../domain/inventory.ts';
import { inOrder, type Places } from './place.ts';
import { resolveInventory } from './resolve.ts';
import type { RawInventory } from './schema.ts';
import type { SourceFile } from './source-file.ts';

/** What a file of any format says, in the shape of inventory.yaml. */
export interface Written {
  readonly raw: RawInventory;
  readonly places: Places;
  /** What is not taken over, and what to know of it. */
  readonly warnings: readonly string[];
}

/** Every host with all that it inherits. @throws InventoryError with every problem */
export function resolved(written: Written, source: SourceFile, home: string): Inventory {
  const { inventory, problems } = resolveInventory(written.raw, written.places, source.path, home);
  if (problems.length > 0) throw new InventoryError(inOrder(problems));
  return { ...inventory, warnings: [...written.warnings, ...inventory.warnings] };
}
