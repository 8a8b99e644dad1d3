import { homedir } from 'node:os';
import path from 'node:path';

/**
 * The folder for what can be made again (XDG Base Directory Specification). bin/start.js keeps compiled code there too.
 */
export function cacheDirectory(env: NodeJS.ProcessEnv = process.env): string {
  const base = env.XDG_CACHE_HOME;
  return path.join(base?.startsWith('/') ? base : path.join(homedir(), '.cache'), 'tutti');
}
