let known: number | undefined;

/** Permission bits that new files of ours do not get. Reading it is not possible without setting it (umask(2)). */
export function umask(): number {
  known ??= process.umask();
  return known;
}
