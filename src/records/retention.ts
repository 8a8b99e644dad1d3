import { lstat, readdir, rm, rmdir } from 'node:fs/promises';
import path from 'node:path';
import type { KeepLimits } from './keep-limits.ts';
import { runFolders, sessionFolders } from './kept-runs.ts';
import { isInUse } from './session-folder.ts';

interface Kept {
  readonly folder: string;
  readonly bytes: number;
  /** When something was last written there, epoch ms. */
  readonly time: number;
  /** A tutti may still be writing there: it counts, but stays. */
  readonly inUse: boolean;
}

const dayMs = 24 * 3600 * 1000;

/**
 * Deletes the oldest runs until the rest is within the limits. Touches nothing of a running tutti, and nothing that
 * does not look like ours. One after the other, so that it is hardly noticed. Returns how many were deleted.
 */
export async function deleteOldRuns(
  stateDirectory: string,
  limits: KeepLimits,
  now = Date.now(),
): Promise<number> {
  const kept: Kept[] = [];
  const sessions = await sessionFolders(stateDirectory);
  for (const session of sessions) {
    const inUse = await isInUse(session, now).catch(() => true);
    for (const folder of await runFolders(session)) kept.push({ ...(await sizeOf(folder)), inUse });
  }
  const doomed = beyond(kept, limits, now);
  for (const { folder } of doomed) await rm(folder, { recursive: true, force: true });
  for (const session of sessions) await removeEmpty(session, now);
  return doomed.length;
}

/** `kept`: oldest first. */
function beyond(kept: readonly Kept[], { days, runs, bytes }: KeepLimits, now: number): Kept[] {
  let count = kept.length;
  let size = kept.reduce((sum, run) => sum + run.bytes, 0);
  return kept.filter((run) => {
    const tooMuch = count > runs || size > bytes || now - run.time > days * dayMs;
    if (run.inUse || !tooMuch) return false;
    count -= 1;
    size -= run.bytes;
    return true;
  });
}

async function sizeOf(folder: string): Promise<Omit<Kept, 'inUse'>> {
  let bytes = 0;
  let time = 0;
  for (const name of await readdir(folder).catch(() => [])) {
    const stats = await lstat(path.join(folder, name)).catch(() => undefined);
    bytes += stats?.size ?? 0;
    time = Math.max(time, stats?.mtimeMs ?? 0);
  }
  return { folder, bytes, time };
}

async function removeEmpty(session: string, now: number): Promise<void> {
  if (await isInUse(session, now).catch(() => true)) return;
  if ((await runFolders(session)).length > 0) return;
  await rm(path.join(session, 'owner.json'), { force: true });
  await rmdir(session).catch(() => {});
}
