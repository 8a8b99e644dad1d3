import type { Failure } from '../domain/failure.ts';

/** Nothing was written: no SFTP there, no right to become root, a local file that is gone. */
export class TransferRefused extends Error {
  override readonly name = 'TransferRefused';
  readonly failure: Failure;

  constructor(failure: Failure) {
    super(failure.message);
    this.failure = failure;
  }
}
