/** Sends SIGHUP to the whole process group of a program that we started as its leader, as a closed terminal would. */
export function hangUp(leader: number | undefined): void {
  try {
    if (leader !== undefined) process.kill(-leader, 'SIGHUP');
  } catch {
    // Nobody is left in it.
  }
}
