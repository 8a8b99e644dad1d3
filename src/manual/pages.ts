import { batchPage } from './batch-page.ts';
import { inventoryPage, type Schema } from './inventory-page.ts';
import { tuttiPage } from './tutti-page.ts';

export interface ManualSources {
  /** Of package.json. */
  readonly version: string;
  /** inventory.schema.json */
  readonly schema: Schema;
  /** inventory.yaml */
  readonly sample: string;
}

/** The manual, by file name. */
export const manualPages = ({
  version,
  schema,
  sample,
}: ManualSources): Readonly<Record<string, string>> => ({
  'tutti.1': tuttiPage(version),
  'batch_run.1': batchPage('batch_run', version),
  'batch_scp.1': batchPage('batch_scp', version),
  'tutti-inventory.5': inventoryPage(version, schema, sample),
});
