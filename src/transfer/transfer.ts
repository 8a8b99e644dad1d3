import type { Transfer, TransferFacts } from '../domain/transfer.ts';
import { get } from './get.ts';
import { put } from './put.ts';
import type { TransferContext } from './transfer-context.ts';
import { undo } from './undo.ts';

/**
 * Copies the files of a transfer to or from one host.
 * Rejects with `TransferRefused` when nothing could be begun, with `SftpError` of kind `lost` when the link
 * died, with the signal's reason when it was aborted; what fails for one file is told and counted instead.
 */
export function transferFiles(
  transfer: Transfer,
  context: TransferContext,
): Promise<TransferFacts> {
  switch (transfer.kind) {
    case 'put':
      return put(transfer, context);
    case 'get':
      return get(transfer, context);
    case 'undo':
      return undo(transfer, context);
    default:
      return transfer satisfies never;
  }
}
