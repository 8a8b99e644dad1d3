import type { Put, TransferFacts } from '../domain/transfer.ts';
import type { TransferContext } from './transfer-context.ts';
import { TransferRefused } from './transfer-refused.ts';

export async function put(_transfer: Put, _context: TransferContext): Promise<TransferFacts> {
  throw new TransferRefused({ kind: 'file', message: 'being built' });
}
