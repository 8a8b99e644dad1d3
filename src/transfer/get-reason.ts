import { codeOf, messageOf } from '../domain/thrown.ts';
import { reason } from './local-tree.ts';

/** Why something could not be written here, without the path: it holds the host's name, and lines are compared. */
export function writeReason(error: unknown): string {
  const code = codeOf(error);
  if (code === 'EACCES') return 'cannot be written here: permission denied';
  if (code === 'EEXIST') return 'its part is here already, and is none of ours – remove it';
  const known = reason(error);
  return code !== undefined && known === messageOf(error) ? withoutPath(known) : known;
}

/** `EIO: i/o error, write '/tmp/x'` */
const withoutPath = (message: string): string => message.replace(/, \w+( '.*)?$/s, '');
