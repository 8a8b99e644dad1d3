import { type RequestForm, shellRequest } from './start-request.ts';

export interface TerminalStart {
  /** Its directory; if absent, or gone: where a login starts. */
  readonly cwd?: string;
  /** A line for the login shell; absent: that shell itself. */
  readonly command?: string;
  /** No echo, and line ends as the program writes them. */
  readonly raw?: true;
}

/** The exec request that starts the account's own shell on a terminal, whatever shell parses the request. */
export function terminalRequest({ cwd, command, raw }: TerminalStart, form: RequestForm): string {
  const given = { d: cwd, c: command };
  const values = Object.entries(given).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}=${spelled(value)}; ${name}=\${${name}%.};`],
  );
  const finds = values.some((value) => value.includes(backslash)) ? `${findBackslash} ` : '';
  const place = cwd === undefined ? '' : ' cd -- "$d" || cd;';
  const start = command === undefined ? 'exec "$SHELL" -l' : 'exec "$SHELL" -i -c "$c"';
  const lines = raw ? ' stty -echo -onlcr;' : '';
  const script = `${finds}${values.join(' ')}${place}${lines} SHELL=\${SHELL:-/bin/sh}; ${start}`;
  return shellRequest(script.trimStart(), form);
}

// The request may hold no backslash (fish) and no quote, so awk makes it from its number.
// biome-ignore lint/suspicious/noTemplateCurlyInString: for the shell
const backslash = '${b}';
const findBackslash = 'b=$(awk -v f=%c "BEGIN{printf f,92}");';

/**
 * `text` for `printf %b`, with everything that any shell could interpret as octal bytes; the dot keeps trailing
 * newlines.
 */
function spelled(text: string): string {
  const bytes = [...Buffer.from(text)].map((byte) => {
    const character = String.fromCharCode(byte);
    return /[\w/.,:=@%+-]/.test(character)
      ? character
      : `${backslash}0${byte.toString(8).padStart(3, '0')}`;
  });
  return `$(printf %b "${bytes.join('')}.")`;
}
