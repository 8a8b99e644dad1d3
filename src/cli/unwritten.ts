/** What to say when standard output or error cannot be written (but for EPIPE, where nobody reads any more). */
export function unwritten({ code, message }: NodeJS.ErrnoException): string {
  const why = code === 'ENOSPC' ? 'no space left where it goes' : message;
  return `the output cannot be written: ${why} – what is missing was not printed, the hosts may have done it`;
}
