import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
// @ts-expect-error a script, without types
import { withTables } from '../scripts/generate.mjs';

it('has the keys and built-ins that the program has: npm run generate -- --no-picture', () => {
  const readme = readFileSync(path.join(import.meta.dirname, '..', 'README.md'), 'utf8');
  expect(readme).toContain('<!-- keys -->\n|');
  expect(withTables(readme)).toBe(readme);
});
