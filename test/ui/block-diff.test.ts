import { describe, expect, it } from 'vitest';
import { HostLines, keptLines } from '../../src/store/host-lines.ts';
import { comparedLines, type Difference, differenceOf } from '../../src/ui/block-diff.ts';
import { createWanted } from '../../src/ui/wanted.ts';
import { exited, tell } from '../support/screen-state.ts';

const numbered = (count: number) => Array.from({ length: count }, (_, i) => `line ${i}`);

/** What was said is read back as often as the comparison asks for it; of `without` only what is kept anyway. */
function compare(id: number, a: readonly string[], b: readonly string[], without?: 'b') {
  const said = { a, b };
  const { run } = tell(id, 'x', {
    a: { lines: a, outcome: exited(0) },
    b: { lines: b, outcome: exited(0) },
  });
  const here = new Map(
    Object.entries(said).map(([host, lines]) => {
      const from = Math.max(0, lines.length - keptLines);
      const newest = lines.slice(from).map((text) => ({ text }));
      const output = run.hostRuns.get(host)?.output;
      const kept = new HostLines();
      if (output) kept.takeDigest({ output, from, lines: newest });
      return [host, kept];
    }),
  );
  let difference: Difference | undefined;
  let reads = 0;
  for (; reads < 10; reads += 1) {
    const wanted = createWanted();
    const linesOf = (_: string, host: string) => here.get(host);
    difference = differenceOf({ run, linesOf, wanted }, 'a', 'b');
    if (difference) break;
    for (const { host, from, count } of wanted.stretches()) {
      const lines = said[host as 'a' | 'b'].slice(from, from + count).map((text) => ({ text }));
      if (host === without) here.get(host)?.lose(from, count);
      else here.get(host)?.takeStretch(from, lines);
    }
  }
  return { difference, reads };
}

describe('a difference', () => {
  it('is found of more lines than are kept of what was read', () => {
    const { difference } = compare(1, numbered(50), numbered(20_000));
    expect(difference?.equal).toBe(50);
    expect(difference?.other.lines.length).toBe(comparedLines);
    expect(difference?.other.lines.at(-1)?.text).toBe(`line ${comparedLines - 1}`);
    expect(difference?.cut).toBe(true);
  });

  it('tells lines that nothing has any more', () => {
    const { difference } = compare(2, numbered(50), numbered(20_000), 'b');
    expect(difference?.other.lines[0]?.text).toBe('(not kept)');
  });
});
