import type { Masker } from '../domain/mask.ts';
import { isDuration } from '../domain/mask-rules.ts';
import { stripStyle } from '../domain/sgr.ts';
import { blank, type Spread, spreads } from '../domain/spread.ts';
import type { Size } from '../store/state.ts';
import { maskersOf } from './maskers.ts';
import type { Block, Scene } from './scene.ts';
import { spreadRows } from './spread-rows.ts';

/** Longest answers that are compared by their numbers, lines. */
const spreadLines = 100;
const spreadBlocks = 500;

interface KnownSpread {
  readonly spreads: readonly Spread[];
  readonly lines: readonly string[];
}

/** For the blocks of a finished run. */
const knownSpreads = new WeakMap<readonly Block[], KnownSpread>();

/** How the numbers differ between blocks that differ in nothing else; at most a third of the screen. */
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
  const { maskerOf } = maskersOf(state);
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
    if (texts.includes(undefined)) return [];
    const shown = texts as string[];
    return [{ hosts, shown, lines: shown.map((text) => withBlanks(text, maskerOf?.(id))) }];
  });
  const found = { spreads: spreads(answers), lines: answers[0]?.shown ?? [] };
  if (whole) knownSpreads.set(blocks, found);
  return found;
}

/** The text with what is masked blanked out, at its old length. */
function withBlanks(text: string, masker: Masker | undefined): string {
  let blanked = text;
  for (const { from, to } of masker?.spans(text) ?? []) {
    if (isDuration(text.slice(from, to))) continue;
    blanked = blanked.slice(0, from) + blank.repeat(to - from) + blanked.slice(to);
  }
  return blanked;
}
