import { expect, it } from 'vitest';
// @ts-expect-error a script, without types
import { pagesWithTables } from '../scripts/generate.mjs';

interface Page {
  readonly page: string;
  readonly before: string;
  readonly after: string;
}

it.each<Page>(pagesWithTables())(
  '$page has the keys or built-ins that the program has: npm run generate -- --no-picture',
  ({ before, after }) => {
    expect(after).toMatch(/^\| `.+` \|/m);
    expect(before).toBe(after);
  },
);
