import type { Channel } from '../transport/channel.ts';
import { type Sftp, SftpError } from './sftp.ts';

/**
 * Speaks SFTP on a channel: of the subsystem, or of a server that was started as a command (sudo).
 * Rejects with `SftpError` when what answers is no SFTP server, quoting its first words.
 */
export async function openSftp(_channel: Channel): Promise<Sftp> {
  throw new SftpError('unsupported', 'being built');
}
