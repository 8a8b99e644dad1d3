import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Sandbox } from './sandbox.ts';

/** How often each host of the demo did what appends a line to `ran`; those that never did are left out. */
export function ran({ folder }: Sandbox): Record<string, number> {
  const files = globSync(path.join(folder, 'scratch', '**', 'ran')).sort();
  return Object.fromEntries(
    files.map((file) => [
      path.basename(path.dirname(file)),
      readFileSync(file, 'utf8').trimEnd().split('\n').length,
    ]),
  );
}
