import type { TransferOptions } from '../domain/transfer.ts';

/** A transfer as it was asked for; local paths are as typed. */
export interface TransferRequest {
  readonly kind: 'put' | 'get';
  readonly sources: readonly string[];
  readonly destination: string;
  readonly options: TransferFlags;
}

/** What the options say about the files. */
export interface TransferFlags extends Omit<TransferOptions, 'backup'> {
  readonly backup?: true;
}
