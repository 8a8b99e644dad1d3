import type { Host, ShellChoice } from '../domain/host.ts';
import { shellKind } from './shell-kinds.ts';

/** `plain`: for a login shell that allows no `exec` and no path in a command (rbash). */
export type RequestForm = 'full' | 'plain';

/**
 * The exec request that starts a shell. The login shell parses it, so it must mean the same in bash, dash, ash, zsh,
 * fish, tcsh and ksh: one line, one single-quoted argument.
 */
export function startRequest(choice: ShellChoice, form: RequestForm, rc?: Host['rc']): string {
  const env = rc === 'interactive' ? '__env=$ENV; export __env; unset ENV;' : 'unset ENV;';
  return shellRequest(`${ownGroup} ${env} ${starts(choice)}`, form);
}

/** `script` run by a POSIX shell; no `'`, `!`, backslash or newline in it. */
export function shellRequest(script: string, form: RequestForm): string {
  return form === 'full' ? `exec /bin/sh -c '${script}'` : `sh -c '${script}'`;
}

/** A POSIX shell that reads what we write. */
export function controlRequest(form: RequestForm): string {
  return form === 'full' ? 'exec /bin/sh' : 'sh';
}

/** Login shells that can be driven themselves; `login` falls back to `auto` for all others. */
export const drivenLogins: readonly string[] = ['bash', 'zsh', 'dash', 'ash', 'sh'];

// dropbear gives an exec channel no process group of its own: a signal to the group would end the connection too.
const ownGroup =
  'read __p __c __s __q __g __r </proc/$$/stat; S=; if [ "$__g" -ne "$$" ] && command -v setsid >/dev/null 2>&1; then S=setsid; fi;';

const bash = `exec $S ${shellKind('bash').start}`;
const sh = `exec $S ${shellKind('sh').start}`;
const auto = `if command -v bash >/dev/null 2>&1; then ${bash}; fi; ${sh}`;
/** The start of this kind, with the account's own program instead of the one in PATH. */
const login = (kind: 'bash' | 'zsh' | 'sh'): string =>
  `exec $S "$SHELL" ${shellKind(kind).start.replace(/^\S+ /, '')}`;

function starts(choice: ShellChoice): string {
  switch (choice) {
    case 'auto':
      return auto;
    case 'bash':
      return bash;
    case 'sh':
      return sh;
    case 'zsh':
      return `exec $S ${shellKind('zsh').start}`;
    case 'login':
      return `case "\${SHELL##*/}" in bash) ${login('bash')};; zsh) ${login('zsh')};; dash|ash|sh) ${login('sh')};; esac; ${auto}`;
    default:
      return choice satisfies never;
  }
}
