import { execFileSync } from 'node:child_process';
import { homedir, userInfo } from 'node:os';

/**
 * Where ssh looks for its own files, and what it takes `~` for: the home that the system has for the user, whatever $HOME
 * says (ssh(1), FILES; misc.c, tilde_expand). Two homes would mean keys of one and known hosts of the other.
 */
export function sshHome(): string {
  try {
    return userInfo().homedir;
  } catch {
    // A container's user may be in no list; ssh refuses that one.
    return homedir();
  }
}

/** `~` and `~user` at the start of a path, as ssh expands them. @throws Error where there is no such user. */
export function expandTilde(text: string, home: string): string {
  const [tilde, user = ''] = /^~([^/]*)/.exec(text) ?? [];
  if (tilde === undefined) return text;
  return (user === '' ? home : homeOf(user, text)) + text.slice(tilde.length);
}

const homes = new Map<string, string>();

function homeOf(user: string, text: string): string {
  const known = homes.get(user) ?? readHome(user);
  if (!known) throw new Error(`no user ${user}, whose home ${text} names`);
  homes.set(user, known);
  return known;
}

/** passwd(5) */
function readHome(user: string): string | undefined {
  try {
    const entry = execFileSync('getent', ['passwd', '--', user], { stdio: 'pipe' }).toString();
    return entry.trim().split(':')[5];
  } catch {
    return undefined;
  }
}
