import type { Run } from '../domain/run.ts';
import { agreement } from './agreement.ts';
import { comparedLines, differenceOf } from './block-diff.ts';
import type { BlockModel } from './block-rows.ts';
import { maskersOf } from './maskers.ts';
import type { Block, Scene } from './scene.ts';

/** How many blocks are compared with the largest: nobody looks at more than that at once, unless they are short. */
const mostCompared = { atLeast: 24, atMost: 150, lines: 10_000 };

/** Makes the largest block the baseline: of the others, those similar to it show their differences. */
export function compareBlocks(
  scene: Scene,
  blocks: readonly Block[],
  models: readonly BlockModel[],
): readonly BlockModel[] {
  const [largest, ...others] = blocks;
  const [first, ...rest] = models;
  const { run, linesOf, wanted } = scene;
  if (!run || !largest || !first || !isComparable(largest)) return models;
  const most = comparedBlocks(run, largest);
  const options = { run, linesOf, wanted, ...maskersOf(scene.state) };
  const differences = others.map((block, i) => {
    if (i >= most || !isComparable(block)) return undefined;
    const difference = differenceOf(options, largest.id, block.id);
    return difference && difference.equal >= leastEqual * largest.hostRun.output.lines
      ? difference
      : undefined;
  });
  const voices = differences.flatMap((difference, i) =>
    difference ? [{ hosts: others[i]?.hosts.length ?? 0, difference }] : [],
  );
  if (voices.length === 0) return models;
  const lines = Math.min(comparedLines, largest.hostRun.output.lines);
  const counts = agreement(largest.hosts.length, lines, voices);
  const of = voices.reduce((sum, { hosts }) => sum + hosts, largest.hosts.length);
  return [
    { ...first, agreement: { counts, of } },
    ...rest.map((model, i) => {
      const difference = differences[i];
      return difference ? { ...model, difference } : model;
    }),
  ];
}

function comparedBlocks({ endedAt }: Run, { hostRun }: Block): number {
  const { atLeast, atMost, lines } = mostCompared;
  if (endedAt === undefined) return atLeast;
  return Math.max(atLeast, Math.min(atMost, Math.floor(lines / hostRun.output.lines)));
}

/** A block that has less in common with the largest is something else, and shown as it is. */
const leastEqual = 0.3;

const isComparable = ({ hostRun: { outcome, output } }: Block): boolean =>
  output.lines > 0 && (outcome !== undefined || output.lines <= comparedWhileRunning);

/** While the run goes on, every new line compares everything again. */
const comparedWhileRunning = 200;
