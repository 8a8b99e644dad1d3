import { shellQuote } from '../domain/shell-word.ts';
import type { Nonce } from './nonce.ts';
import { type ShellKind, shellKinds } from './shell-kinds.ts';

/** Sent before anything else: if a startup file asks questions, these are its answers. */
export const emptyAnswers = '\n'.repeat(8);

/**
 * A line of the operator, followed by its end line. Each piece answers a failure that was seen: docs/persistent-shell.md,
 * Marks.
 * `before` is put in front of the line, e.g. to bring back `$?`.
 */
export function lineText(
  kind: ShellKind,
  command: string,
  input: string,
  nonce: Nonce,
  before = '',
): string {
  return `{ ${before}${kind.evalWord} ${shellQuote(command)} <${input} >&8 2>&9 8>&- 9>&-; } 8>&1 9>&2\n${endLine(kind, nonce)}`;
}

/**
 * Reports code, flags, uptime, last background job and working directory; starts with the newline that repairs bash's
 * parser.
 */
export function endLine(kind: ShellKind, { first, second }: Nonce): string {
  const b = kind.builtin;
  const halves = `${first} ${second}`;
  // One printf, not two: every write of the shell is a packet that we have to decrypt.
  return `
{ __c=$?; ${b} read -r __t _ </proc/uptime || :; ${b} printf '\\036%s%s;%s;%s;%s %s;%s;\\036%s%s/' ${halves} "$__c" "$-" "\${__t-}" "\${!-}" "\${PWD-}" ${halves} >&8; ${b} printf '\\036%s%s;\\036%s%s/' ${halves} ${halves} >&9; ${b} unset __c __t; ${kind.reset}; } 8>&1 9>&2 >/dev/null 2>&1
`;
}

// A pager or a program that draws would hang: there is no terminal behind it.
const environment =
  'TERM=dumb PAGER=cat GIT_PAGER=cat SYSTEMD_PAGER=cat; export TERM PAGER GIT_PAGER SYSTEMD_PAGER';

/** Makes a shell silent between lines. TMOUT may be readonly on a hardened host, which must not stop the rest. */
export const setup = (kind: ShellKind): string => `${kind.setup}; ${kind.evalWord} 'unset TMOUT'`;

/** The first lines for a shell of any kind: it finds out what it is, and reports its facts in its first mark. */
export function setupText({ first, second }: Nonce): string {
  const cases = shellKinds.map((kind) => `if ${kind.itself}; then ${setup(kind)}; el`).join('');
  const halves = `${first} ${second}`;
  return `${emptyAnswers}{ ${cases}se :; fi; ${environment}; } 2>/dev/null

{ if [ -r /proc/$$/stat ]; then read -r __s </proc/$$/stat; else __s="$$ (sh) S 0 $(ps -o pgid= -p $$)"; fi; \\printf '\\036%s%s;%s\\n%s\\n%s\\n%s\\n%s\\n%s\\n%s\\n%s\\n%s;\\036%s%s/' ${halves} "\${BASH_VERSION:+bash $BASH_VERSION}\${ZSH_VERSION:+zsh $ZSH_VERSION}" "\${SHELL-}" "\${UID:-$(id -u)}" "$__s" "\${TMOUT-}" "$-" "\${HOSTNAME-}\${HOST-} \${SSH_CONNECTION-}" "\${HOME-}" "\${PWD-}" ${halves} >&8; unset __s; \\printf '\\036%s%s;\\036%s%s/' ${halves} ${halves} >&9; } 8>&1 9>&2 >/dev/null 2>&1
`;
}
