import type { ColorChoice } from './options.ts';

/**
 * Whether to colour what goes to a stream: `--color`, else NO_COLOR (no-color.org), FORCE_COLOR,
 * TERM=dumb, else whether it is a terminal.
 */
export function wantsColor(
  choice: ColorChoice,
  terminal: boolean,
  env: Readonly<Record<string, string | undefined>>,
): boolean {
  if (choice !== 'auto') return choice === 'always';
  if (env.NO_COLOR) return false;
  if (env.FORCE_COLOR) return env.FORCE_COLOR !== '0' && env.FORCE_COLOR !== 'false';
  return terminal && env.TERM !== 'dumb';
}

const hostColors = [36, 32, 33, 34, 35, 96, 92, 93, 94, 95]; // SGR; no red: that is failure
const red = 31;
const bold = 1;

export type HostPaint = (on: boolean, host: string, text: string) => string;

/** One colour for each host, in the order they are first seen. */
export function createHostPaint(): HostPaint {
  const seen = new Map<string, number>();
  return (on, host, text) => {
    if (!on) return text;
    const at = seen.get(host) ?? seen.size;
    seen.set(host, at);
    return painted(hostColors[at % hostColors.length] as number, text);
  };
}

export const asFailure = (on: boolean, text: string): string => (on ? painted(red, text) : text);

export const asHeading = (on: boolean, text: string): string => (on ? painted(bold, text) : text);

const painted = (code: number, text: string): string => `\x1b[${code}m${text}\x1b[0m`;
