import type { Transfer, TransferFacts } from '../domain/transfer.ts';
import { get } from './get.ts';
import { put } from './put.ts';
import { SftpError } from './sftp.ts';
import type { TransferContext } from './transfer-context.ts';
import { undo } from './undo.ts';

/**
 * Copies the files of a transfer to or from one host.
 * Rejects with `TransferRefused` when nothing could be begun, with `SftpError` of kind `lost` when the link
 * died, with the signal's reason when it was aborted; what fails for one file is told and counted instead.
 */
export async function transferFiles(
  transfer: Transfer,
  context: TransferContext,
): Promise<TransferFacts> {
  try {
    return await ofKind(transfer, context);
  } catch (error) {
    // After an answer that makes no sense no other can be trusted.
    if (error instanceof SftpError && error.kind === 'protocol') {
      throw new SftpError('lost', error.message);
    }
    throw error;
  }
}

function ofKind(transfer: Transfer, context: TransferContext): Promise<TransferFacts> {
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
