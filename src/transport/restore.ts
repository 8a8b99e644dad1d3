import { decodePath, type Mark } from './mark.ts';
import type { Shell } from './shell.ts';
import { quote } from './shell-text.ts';

export interface Restored {
  /** What holds again, e.g. `cwd`. */
  readonly what: readonly string[];
  readonly problem?: string;
}

/**
 * Brings back in a new shell what the one before had. `cwd` is the last one told (latin1).
 * `ended` settles when the shell ends meanwhile.
 */
export async function restore(
  shell: Shell,
  cwd: string,
  ended: Promise<unknown>,
): Promise<Restored | 'ended'> {
  if (cwd === '' || cwd === shell.lastMark.cwd) return { what: ['cwd'] };
  const { promise, resolve } = Promise.withResolvers<Mark | 'ended'>();
  void ended.then(() => resolve('ended'));
  shell.hidden(`\\cd -- ${quote(cwd)}`, { output: () => {}, marked: resolve });
  const mark = await promise;
  if (mark === 'ended') return 'ended';
  if (mark.cwd === cwd) return { what: ['cwd'] };
  const problem = `${decodePath(cwd)} cannot be entered any more, now in ${decodePath(mark.cwd)}`;
  return { what: [], problem };
}
