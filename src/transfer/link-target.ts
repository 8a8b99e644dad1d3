import path from 'node:path';

/** Whether a link at `relative` (below the copied tree's root) that says `target` leads to something in that tree. */
export function staysInside(relative: string, target: string): boolean {
  if (target === '' || path.posix.isAbsolute(target) || target.includes('\0')) return false;
  // What is copied may be a link that leads up: behind it `..` is one step more than it seems.
  const steps = target.split('/').filter((step) => step !== '' && step !== '.');
  const down = steps.findIndex((step) => step !== '..');
  if (down !== -1 && steps.includes('..', down)) return false;
  const place = path.posix.join(path.posix.dirname(relative), target);
  return place !== '..' && !place.startsWith('../');
}
