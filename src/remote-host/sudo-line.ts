import { shellQuote } from '../domain/shell-word.ts';

/** Whether sudo may be a command in this line; a false alarm costs a channel, nothing else. */
export const usesSudo = (command: string): boolean => /(?<![\w./-])sudo(?=\s)/.test(command);

/**
 * The text to put in front of a line, so that sudo takes its password from `askpass` (sudo(8), -A) and the line's own
 * input stays free. It is a function, since sudo ignores SUDO_ASKPASS without -A; a function of the operator's own is
 * left alone.
 */
export const askpassBefore = (askpass: string): string =>
  `export SUDO_ASKPASS=${shellQuote(askpass)}; case $(\\command -v sudo) in /*|alias*) ${defineSudo};; esac; `;

/**
 * `script` with root's rights, if sudo grants them: the processes of a sudo belong to root. Either without a password,
 * or with the one that `askpass` has; otherwise it runs as it would without sudo.
 */
export function asRoot(script: string, askpass?: string): string {
  const asked =
    askpass === undefined
      ? ''
      : ` || SUDO_ASKPASS=${shellQuote(askpass)} \\command sudo -A sh -c "$s"`;
  return `s=${shellQuote(script)}; \\command sudo -n sh -c "$s"${asked} || eval "$s"`;
}

// -S and -A exclude each other. An alias named sudo would be expanded in the definition.
const defineSudo = [
  '__a=$(\\alias sudo 2>/dev/null) && \\unalias sudo',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: for the shell
  '\\eval \'sudo() { case ${1-} in -S*|--stdin) \\command sudo "$@";; *) \\command sudo -A "$@";; esac; }\'',
  'case $__a in alias*) \\eval "$__a";; ?*) \\eval "alias $__a";; esac',
  '\\unset __a',
].join('; ');
