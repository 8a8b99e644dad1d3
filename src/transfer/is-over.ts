import { SftpError } from './sftp.ts';

/** Nothing more can be done on that host; other errors are about one file. */
export const isOver = (error: unknown): boolean =>
  !(error instanceof Error) ||
  (error instanceof SftpError && (error.kind === 'lost' || error.kind === 'protocol'));
