import { shellQuote } from '../domain/shell-word.ts';

/** Whether sudo may be a command of this line; a word too many costs a channel, nothing else. */
export const usesSudo = (command: string): boolean => /(?<![\w./-])sudo(?=\s)/.test(command);

/**
 * Put in front of a line: sudo takes its password from `askpass` (sudo(8), -A), and the line's own input stays free.
 * A function, since sudo does not look at SUDO_ASKPASS without -A; one of the operator's own is left alone.
 */
export const askpassBefore = (askpass: string): string =>
  `export SUDO_ASKPASS=${shellQuote(askpass)}; case $(\\command -v sudo) in /*|alias*) ${defineSudo};; esac; `;

/**
 * `script` with root's rights, as far as sudo gives them: the processes of a sudo are root's. Without a question, or with
 * the password that `askpass` gives; else it runs as it would without sudo.
 */
export function asRoot(script: string, askpass?: string): string {
  const asked =
    askpass === undefined
      ? ''
      : ` || SUDO_ASKPASS=${shellQuote(askpass)} \\command sudo -A sh -c "$s"`;
  return `s=${shellQuote(script)}; \\command sudo -n sh -c "$s"${asked} || eval "$s"`;
}

// -S and -A exclude each other. An alias of that name would be put into the definition.
const defineSudo = [
  '__a=$(\\alias sudo 2>/dev/null) && \\unalias sudo',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: for the shell
  '\\eval \'sudo() { case ${1-} in -S*|--stdin) \\command sudo "$@";; *) \\command sudo -A "$@";; esac; }\'',
  'case $__a in alias*) \\eval "$__a";; ?*) \\eval "alias $__a";; esac',
  '\\unset __a',
].join('; ');
