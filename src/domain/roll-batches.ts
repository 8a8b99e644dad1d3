import { UsageError } from './failure.ts';
import { fold } from './fold.ts';
import { quoted } from './quoted.ts';

/** How many hosts a batch of a roll has. */
export type BatchSize =
  | { readonly kind: 'count'; readonly hosts: number }
  /** A part of the whole target, rounded up. */
  | { readonly kind: 'percent'; readonly percent: number }
  | { readonly kind: 'rest' };

/** Reads `1,25%,rest`. @throws UsageError */
export function readBatchSizes(text: string): BatchSize[] {
  const sizes = text.split(',').map(readSize);
  if (sizes.slice(0, -1).some(({ kind }) => kind === 'rest')) {
    throw new UsageError(`nothing can come after rest in ${quoted(text)} – write 1,25%,rest`);
  }
  return sizes;
}

/**
 * The hosts of each batch, in the order of the target; batches that would be empty are dropped. @throws UsageError if
 * hosts would be in no batch
 */
export function batchesOf(hosts: readonly string[], sizes: readonly BatchSize[]): string[][] {
  const batches: string[][] = [];
  let from = 0;
  for (const size of sizes) {
    const batch = hosts.slice(from, from + countOf(size, hosts.length));
    from += batch.length;
    if (batch.length > 0) batches.push(batch);
  }
  if (from === hosts.length) return batches;
  const left = hosts.slice(from);
  throw new UsageError(
    `${left.length} of ${hosts.length} hosts would be in no batch (${fold(left)}) – end with rest: 1,25%,rest`,
  );
}

function readSize(word: string): BatchSize {
  if (word === 'rest') return { kind: 'rest' };
  const [, digits = '', sign] = /^(\d{1,6})(%?)$/.exec(word) ?? [];
  const number = Number(digits);
  if (digits === '' || number === 0 || (sign === '%' && number > 100)) {
    throw new UsageError(
      `no batch: ${quoted(word)} – write numbers of hosts, percentages or rest: 1,25%,rest`,
    );
  }
  return sign === '%' ? { kind: 'percent', percent: number } : { kind: 'count', hosts: number };
}

function countOf(size: BatchSize, all: number): number {
  switch (size.kind) {
    case 'count':
      return size.hosts;
    case 'percent':
      return Math.ceil((all * size.percent) / 100);
    case 'rest':
      return all;
    default:
      return size satisfies never;
  }
}
