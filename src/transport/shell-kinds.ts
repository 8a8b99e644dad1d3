import type { ShellFacts } from '../domain/host.ts';

/** One row for each shell that can be driven; everything else is the same for all of them (exec.md 2 and 3). */
export interface ShellKind {
  readonly name: ShellFacts['kind'];
  /** How it is started. Quoted by the exec request: no `'`, `!`, backslash or newline in it. */
  readonly start: string;
  /** The test that is true in this shell only. */
  readonly itself: string;
  /** What the first line does. */
  readonly setup: string;
  readonly evalWord: string;
  /** In front of a builtin of ours, past aliases and functions of that name. */
  readonly builtin: string;
  /** Behind every line: what a startup file or a venv may have set is shown in that line only. */
  readonly reset: string;
}

const bash: ShellKind = {
  name: 'bash',
  start: 'bash --noprofile --norc --noediting -i',
  itself: '[ -n "$BASH_VERSION" ]',
  setup:
    "PS1= PS2= PS4='+ ' PROMPT_COMMAND=; unset HISTFILE MAILCHECK TMOUT; set +o history +H; set +m",
  evalWord: '\\eval',
  builtin: '\\builtin',
  reset: 'PS1= PS2= PROMPT_COMMAND=',
};

const zsh: ShellKind = {
  name: 'zsh',
  start: 'zsh -f -i +Z -o nopromptcr -o nopromptsp -o interactivecomments',
  itself: '[ -n "$ZSH_VERSION" ]',
  setup:
    'PS1= PS2= RPS1=; unset HISTFILE MAILCHECK TMOUT; HISTSIZE=0; setopt nomonitor; unsetopt banghist',
  evalWord: '\\eval',
  builtin: '\\builtin',
  reset: 'PS1= PS2= RPS1= precmd_functions=()',
};

const sh: ShellKind = {
  name: 'sh',
  start: 'sh -i',
  itself: ':',
  setup: 'PS1= PS2=; unset MAIL MAILPATH TMOUT; set +m',
  // `eval` is a special builtin there: its error throws the input away that was read already, end line included.
  evalWord: '\\command eval',
  builtin: '\\command',
  reset: 'PS1= PS2=',
};

/** In the order of their tests; `sh` is what no other row is. */
export const shellKinds: readonly ShellKind[] = [bash, zsh, sh];

export function shellKind(name: ShellFacts['kind']): ShellKind {
  return shellKinds.find((kind) => kind.name === name) ?? sh;
}
