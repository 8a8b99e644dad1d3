import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { type RunSummary, readSummary } from './read-journal.ts';
import { runsFolder, sessionName } from './session-folder.ts';

/** The folders of all sessions, oldest first; none if nothing was kept yet. */
export async function sessionFolders(stateDirectory: string): Promise<string[]> {
  const all = runsFolder(stateDirectory);
  const names = await readdir(all).catch(() => []);
  return names
    .filter((name) => sessionName.test(name))
    .sort()
    .map((name) => path.join(all, name));
}

/** The folders of a session's runs, oldest first. */
export async function runFolders(session: string): Promise<string[]> {
  const names = await readdir(session).catch(() => []);
  return names
    .filter((name) => /^\d+$/.test(name))
    .sort((a, b) => Number(a) - Number(b))
    .map((name) => path.join(session, name));
}

/** How many files are open at once. */
const atOnce = 64;

/** All kept runs, oldest first, except those of the session that is kept in `except`. */
export async function keptRuns(stateDirectory: string, except: string): Promise<RunSummary[]> {
  const summaries: RunSummary[] = [];
  for (const session of await sessionFolders(stateDirectory)) {
    if (session === except) continue;
    const folders = await runFolders(session);
    for (let from = 0; from < folders.length; from += atOnce) {
      const some = folders.slice(from, from + atOnce);
      // A run that cannot be read is left out, and does not hide the others.
      const found = await Promise.all(some.map((each) => readSummary(each).catch(() => undefined)));
      for (const summary of found) if (summary) summaries.push(summary);
    }
  }
  return summaries.sort((a, b) => a.startedAt - b.startedAt);
}
