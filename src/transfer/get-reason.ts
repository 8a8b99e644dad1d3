import { reason } from './local-tree.ts';

/** Why something could not be written here, without the path: it holds the host's name, and lines are compared. */
export function writeReason(error: Error): string {
  const { code, syscall } = error as NodeJS.ErrnoException;
  if (code === 'EACCES') return 'cannot be written here: permission denied';
  if (code === 'EEXIST') return 'its part is here already, and is none of ours – remove it';
  const known = reason(error);
  return known === error.message && syscall !== undefined ? withoutPath(known) : known;
}

/** `EIO: i/o error, write '/tmp/x'` */
const withoutPath = (message: string): string => message.replace(/, \w+( '.*)?$/s, '');
