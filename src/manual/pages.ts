import { batchPage } from './batch-page.ts';
import { tuttiPage } from './tutti-page.ts';

/** The manual, by file name; `version`: that of package.json. */
export const manualPages = (version: string): Readonly<Record<string, string>> => ({
  'tutti.1': tuttiPage(version),
  'batch_run.1': batchPage('batch_run', version),
  'batch_scp.1': batchPage('batch_scp', version),
});
