import { homedir } from 'node:os';
import path from 'node:path';

/** Where history and records live (XDG Base Directory Specification): it must survive a cleaned cache. */
export function stateDirectory(env: NodeJS.ProcessEnv = process.env): string {
  const base = env.XDG_STATE_HOME;
  return path.join(base?.startsWith('/') ? base : path.join(homedir(), '.local', 'state'), 'tutti');
}
