import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
// @ts-expect-error a script, without types
import { withTables } from '../scripts/generate.mjs';

it('has the keys and built-ins that the program has: npm run generate -- --no-picture', () => {
  const file = path.join(import.meta.dirname, '..', 'docs', 'reference.md');
  const reference = readFileSync(file, 'utf8');
  expect(reference).toContain('<!-- keys -->\n|');
  expect(withTables(reference)).toBe(reference);
});
