import { safeText } from '../domain/output.ts';
import { SftpError } from './sftp.ts';
import { status } from './sftp-numbers.ts';
import type { PacketReader } from './sftp-packet.ts';

/** The code of a STATUS packet, and its words made safe. */
export function readStatus(from: PacketReader): { readonly code: number; readonly words: string } {
  const code = from.uint32();
  return { code, words: from.atEnd ? '' : safeText(from.text()).slice(0, longest) };
}

const longest = 200;

export function statusError(code: number, words: string): SftpError {
  switch (code) {
    case status.noSuchFile:
      return new SftpError('absent', 'no such file or folder');
    case status.permissionDenied:
      return new SftpError('denied', 'permission denied');
    case status.unsupported:
      return new SftpError('unsupported', 'the host does not support that');
    case status.badMessage:
      // OpenSSH says so of EINVAL and ENAMETOOLONG: it is about this one name.
      return new SftpError('failed', 'the host does not take such a name – is it too long?');
    default:
      return new SftpError('failed', /^(failure|)$/i.test(words) ? saysNothing : words);
  }
}

// SFTP 3 has one code for all of it.
const saysNothing = 'the host could not do it and does not say why';
