import { byteSize } from '../domain/byte-size.ts';
import type { Run } from '../domain/run.ts';
import { noTransfer, type TransferFacts } from '../domain/transfer.ts';
import { counted } from './totals.ts';

/** What a transfer did on all hosts together: `24 files, 1.2 MB, 2 unchanged`. */
export function transferSum({ hostRuns }: Run): string {
  const sum = [...hostRuns.values()].reduce(
    (sum, { transfer }) => (transfer ? added(sum, transfer) : sum),
    noTransfer,
  );
  const parts = [
    `${counted(sum.transferred, 'file')}, ${byteSize(sum.bytes)}`,
    sum.unchanged > 0 && `${sum.unchanged} unchanged`,
    sum.skipped > 0 && `${sum.skipped} skipped`,
    sum.failed > 0 && `${sum.failed} failed`,
  ];
  return parts.filter(Boolean).join(', ');
}

const added = (a: TransferFacts, b: TransferFacts): TransferFacts => ({
  transferred: a.transferred + b.transferred,
  bytes: a.bytes + b.bytes,
  unchanged: a.unchanged + b.unchanged,
  skipped: a.skipped + b.skipped,
  failed: a.failed + b.failed,
});
