/** Reads local files once for all the hosts of a transfer that one worker serves. */
export interface LocalFiles {
  /** Bytes of a file from `offset`, of a block's size at most; `undefined` at its end. The same buffer may be given to many. */
  read(path: string, offset: number): Promise<Uint8Array | undefined>;
  /** SHA-256 of the whole file or of its first `length` bytes, in hex; worked out once. */
  digest(path: string, length?: number): Promise<string>;
  close(): Promise<void>;
}

export function openLocalFiles(): LocalFiles {
  throw new Error('being built');
}
