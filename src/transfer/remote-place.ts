import type { Sftp } from './sftp.ts';
import { SftpError } from './sftp.ts';
import type { TransferContext } from './transfer-context.ts';

/** The remote side of a transfer: its files, and what SFTP alone cannot tell about them. */
export interface RemotePlace {
  readonly sftp: Sftp;
  /** The absolute path of one that was typed: `~` is the login's home, a relative one begins at `cwd`. */
  resolve(path: string): Promise<string>;
  /**
   * SHA-256, in hex, of a remote file or of its first `length` bytes: by a program of the host, else by reading it back.
   * Rejects with `SftpError`.
   */
  digest(path: string, length?: number): Promise<string>;
  /** The numbers of an owner and a group given by name or number; rejects with `TransferRefused` for an unknown one. */
  ownership(names: {
    readonly owner?: string;
    readonly group?: string;
  }): Promise<{ readonly uid?: number; readonly gid?: number }>;
  close(): void;
}

/**
 * Opens SFTP on the connection; with `sudo`, as root through `sudo -n`.
 * Rejects with `TransferRefused` where there is no SFTP or no right to become root, saying what to do.
 */
export async function openRemotePlace(
  _context: Pick<TransferContext, 'connection' | 'cwd' | 'signal'>,
  _options: { readonly sudo?: true },
): Promise<RemotePlace> {
  throw new SftpError('unsupported', 'being built');
}
