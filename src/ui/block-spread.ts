import { isDuration } from '../domain/mask.ts';
import { stripStyle } from '../domain/sgr.ts';
import { type Spread, spreads } from '../domain/spread.ts';
import type { Size } from '../store/state.ts';
import { maskersOf } from './maskers.ts';
import type { Block, Scene } from './scene.ts';
import { spreadRows } from './spread-rows.ts';

/** Answers that are short, and alike but for their numbers. */
const spreadLines = 100;
const spreadBlocks = 500;

interface KnownSpread {
  readonly spreads: readonly Spread[];
  readonly lines: readonly string[];
}

/** Of the blocks of a run that has ended. */
const knownSpreads = new WeakMap<readonly Block[], KnownSpread>();

/** How the numbers differ in blocks that are alike but for them; at most a third of the screen. */
export function spreadOf(
  scene: Scene,
  blocks: readonly Block[],
  { columns, rows }: Size,
): string[] {
  if (scene.run?.endedAt === undefined || blocks.length < 3) return [];
  const { spreads, lines } = knownSpreads.get(blocks) ?? findSpread(scene, blocks);
  const size = { width: columns, most: Math.floor(rows / 3) };
  return spreadRows(spreads, lines, size, scene.theme);
}

function findSpread({ run, state, linesOf, wanted }: Scene, blocks: readonly Block[]): KnownSpread {
  let whole = true;
  const answers = blocks.slice(0, spreadBlocks).flatMap(({ id, hosts, hostRun }) => {
    const { lines } = hostRun.output;
    if (lines === 0 || lines > spreadLines) return [];
    const kept = run && linesOf(run.id, id);
    const texts = Array.from({ length: lines }, (_, i) => {
      const line = kept?.line(i);
      if (!line && run) wanted.miss(run.id, id, i);
      whole &&= line !== undefined;
      return line && stripStyle(line.text);
    });
    return texts.includes(undefined) ? [] : [{ hosts, lines: texts as string[] }];
  });
  const [first] = answers;
  const lines = first?.lines ?? [];
  const masker = maskersOf(state).maskerOf?.(first?.hosts[0] ?? '');
  const counts = ({ line, at: [from, to] }: Spread) => {
    const text = lines[line] ?? '';
    const span = masker?.spans(text).find((each) => each.from <= from && to <= each.to);
    return !span || isDuration(text.slice(span.from, span.to));
  };
  const found = { spreads: spreads(answers).filter(counts), lines };
  if (whole) knownSpreads.set(blocks, found);
  return found;
}
