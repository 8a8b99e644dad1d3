import type { TransferFacts, Undo } from '../domain/transfer.ts';
import type { TransferContext } from './transfer-context.ts';
import { TransferRefused } from './transfer-refused.ts';

export async function undo(_transfer: Undo, _context: TransferContext): Promise<TransferFacts> {
  throw new TransferRefused({ kind: 'file', message: 'being built' });
}
