// Writes inventory.schema.json from the same description that checks inventories. Runs on Node 24, which strips types.
import { writeFileSync } from 'node:fs';
import { inventoryJsonSchema } from '../src/inventory/json-schema.ts';

writeFileSync(
  new URL('../inventory.schema.json', import.meta.url),
  `${JSON.stringify(inventoryJsonSchema(), null, 2)}\n`,
);
