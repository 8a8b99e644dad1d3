import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

const root = path.join(import.meta.dirname, '..');
const page = readFileSync(path.join(root, 'SECURITY.md'), 'utf8');
const proofs = [...page.matchAll(/\[(\d+)\]\((test\/[\w./-]+) "([^"]+)"\)/g)];

describe('SECURITY.md', () => {
  it('numbers its proofs, every link being one', () => {
    expect(proofs.length).toBeGreaterThan(30);
    expect(proofs.map(([, number]) => Number(number))).toEqual(proofs.map((_, at) => at + 1));
    expect(page.match(/\]\(/g)).toHaveLength(proofs.length);
  });

  it.each(
    proofs.map(([, number, file = '', title = '']) => [Number(number), file, title] as const),
  )('proof %i is in %s: %s', (_, file, title) => {
    expect(readFileSync(path.join(root, file), 'utf8')).toContain(title);
  });
});
