import { homedir } from 'node:os';
import path from 'node:path';
import { UsageError } from '../domain/failure.ts';
import { makePrivateFolder } from './private-files.ts';

/** Where history and records live (XDG Base Directory Specification): it must survive a cleaned cache. */
export function stateDirectory(env: NodeJS.ProcessEnv = process.env): string {
  const base = env.XDG_STATE_HOME;
  return path.join(base?.startsWith('/') ? base : path.join(homedir(), '.local', 'state'), 'tutti');
}

/**
 * The same, made private; a disk that cannot hold it is reported when something is to be kept. @throws UsageError if
 * somebody else owns it or can write to it
 */
export function openStateDirectory(env: NodeJS.ProcessEnv = process.env): string {
  const folder = stateDirectory(env);
  try {
    makePrivateFolder(folder);
  } catch (error) {
    if (error instanceof UsageError) throw error;
  }
  return folder;
}
