import type { ShellFacts } from '../domain/host.ts';
import type { ShellPart } from '../domain/remembered.ts';

/** One row for each shell that can be driven; everything else is the same for all of them. */
export interface ShellKind {
  readonly name: ShellFacts['kind'];
  /** How it is started. The exec request puts it in quotes: no `'`, `!`, backslash or newline in it. */
  readonly start: string;
  /** A test that is true in this shell only. */
  readonly itself: string;
  /** What the first line runs. */
  readonly setup: string;
  readonly evalWord: string;
  /** Goes in front of our builtins, to bypass aliases and functions of that name. */
  readonly builtin: string;
  /**
   * Runs after every line, so that a prompt set by a startup file or a venv shows in that line only. It never fails
   * (`set -e`).
   */
  readonly reset: string;
  /** The files that a login or an interactive shell reads when it starts: of each row the first that exists. */
  readonly files: Readonly<Record<'login' | 'interactive', readonly (readonly string[])[]>>;
  /** The builtins that list the state to restore. */
  readonly lists: Readonly<Partial<Record<ShellPart, readonly string[]>>>;
  /** Missing in front of what `alias` lists. */
  readonly aliasWord: '' | 'alias ';
}

const umask = `printf 'umask %s\\n' "$(umask)"`;

const bash: ShellKind = {
  name: 'bash',
  start: 'bash --noprofile --norc --noediting -i',
  itself: '[ -n "$BASH_VERSION" ]',
  // `history` should show what the account typed before, without this line.
  setup:
    "PS1= PS2= PS0= PS4='+ '; unset PROMPT_COMMAND HISTFILE MAILCHECK; [ -o history ] && history -d -1; set +o history +H; set +m",
  evalWord: '\\eval',
  builtin: '\\builtin',
  // Since bash 5.1 PROMPT_COMMAND may be an array, of which an assignment empties only the first element.
  reset: '\\builtin unset PROMPT_COMMAND || :; PS1= PS2= PS0=',
  // bash(1), INVOCATION; Debian and SUSE have /etc/bash.bashrc.
  files: {
    login: [['/etc/profile'], ['~/.bash_profile', '~/.bash_login', '~/.profile']],
    interactive: [['/etc/bash.bashrc'], ['~/.bashrc']],
  },
  lists: {
    exports: ['export -p'],
    umask: [umask],
    aliases: ['alias -p'],
    options: ['shopt -p'],
    functions: ['declare -f', 'declare -Fx'],
  },
  aliasWord: '',
};

const zshFile = (name: string): string => `"\${ZDOTDIR:-$HOME}/${name}"`;

const zsh: ShellKind = {
  name: 'zsh',
  start: 'zsh -f -i +Z -o nopromptcr -o nopromptsp -o interactivecomments',
  itself: '[ -n "$ZSH_VERSION" ]',
  // With `setopt banghist`, typed or sourced, the `!` in our end line would be history expansion: the history character
  // is set to a byte that no line of ours holds.
  setup:
    "PS1= PS2= RPS1=; unset HISTFILE MAILCHECK; HISTSIZE=0; setopt nomonitor; unsetopt banghist; histchars=$'\\1^#'",
  evalWord: '\\eval',
  builtin: '\\builtin',
  reset:
    '\\builtin unset -f precmd preexec || :; PS1= PS2= RPS1= precmd_functions=() preexec_functions=()',
  // zsh(1), FILES; Debian keeps the system's in /etc/zsh. Every zsh reads /etc/zshenv by itself.
  files: {
    login: [
      [zshFile('.zshenv')],
      ['/etc/zsh/zprofile', '/etc/zprofile'],
      [zshFile('.zprofile')],
      ['/etc/zsh/zshrc', '/etc/zshrc'],
      [zshFile('.zshrc')],
      ['/etc/zsh/zlogin', '/etc/zlogin'],
      [zshFile('.zlogin')],
    ],
    interactive: [[zshFile('.zshenv')], ['/etc/zsh/zshrc', '/etc/zshrc'], [zshFile('.zshrc')]],
  },
  lists: {
    exports: ['export -p'],
    umask: [umask],
    aliases: ['alias -L'],
    functions: ['typeset -f'],
  },
  aliasWord: '',
};

const sh: ShellKind = {
  name: 'sh',
  start: 'sh -i',
  itself: ':',
  setup: 'PS1= PS2=; unset MAIL MAILPATH; set +m',
  // `eval` is a special builtin there: an error in it discards the input that was read already, end line included.
  evalWord: '\\command eval',
  builtin: '\\command',
  reset: 'PS1= PS2=',
  // An interactive sh reads the file that ENV names (POSIX, sh); the request has saved that, see `startRequest`.
  files: {
    login: [['/etc/profile'], ['~/.profile'], [`"\${ENV-}"`]],
    interactive: [[`"\${__env-}"`]],
  },
  // It cannot list its functions.
  lists: { exports: ['export -p'], umask: [umask], aliases: ['alias'] },
  aliasWord: 'alias ',
};

/** In the order of their tests; `sh` is whatever no other row is. */
export const shellKinds: readonly ShellKind[] = [bash, zsh, sh];

export function shellKind(name: ShellFacts['kind']): ShellKind {
  return shellKinds.find((kind) => kind.name === name) ?? sh;
}
