/** What a colour means. Nothing else in the program names a colour. */
export type Tone =
  | 'ok'
  | 'failed'
  | 'running'
  | 'waiting'
  | 'lost'
  | 'error'
  | 'accent'
  | 'muted'
  | 'strong'
  | 'selected';

export interface Theme {
  readonly colours: boolean;
  paint(tone: Tone, text: string): string;
  /** In the host's own colour, the same on every screen and every day. */
  paintHost(host: string, text: string): string;
}

/** Colours from the terminal's own palette; without colours only bold type, and the marks carry the meaning. */
export function createTheme(colours: boolean): Theme {
  const codes = colours ? colourCodes : weightCodes;
  return {
    colours,
    paint: (tone, text) => painted(codes[tone], text),
    paintHost: (host, text) => (colours ? painted(`38;5;${hostColour(host)}`, text) : text),
  };
}

const painted = (code: string, text: string): string =>
  code === '' || text === '' ? text : `\x1b[${code}m${text}\x1b[0m`;

/** Hosts with the same name and different numbers get different colours. */
function hostColour(host: string): number {
  let sum = 0;
  for (const part of host.match(/\d+|\D+/g) ?? []) {
    if (/\d/.test(part)) sum += Number(part);
    else for (const letter of part) sum = (31 * sum + (letter.codePointAt(0) ?? 0)) % 65_521;
  }
  return hostColours[Math.floor(sum) % hostColours.length] ?? 7;
}

// From xterm's 256: not red (failed), not too close to black or white, and neighbours differ.
const hostColours = [
  39, 178, 35, 170, 73, 208, 63, 149, 133, 37, 214, 69, 107, 175, 43, 136, 99, 71, 215, 32, 140, 79,
  172, 105, 142, 45, 168, 65, 180, 111, 34, 212,
] as const;

// SGR parameters, ECMA-48 8.3.117
const colourCodes: Readonly<Record<Tone, string>> = {
  ok: '32',
  failed: '1;31',
  running: '36',
  waiting: '33',
  lost: '35',
  error: '31',
  accent: '1;94',
  muted: '2',
  strong: '1',
  selected: '7',
};

const weightCodes: Readonly<Record<Tone, string>> = {
  ok: '',
  failed: '1',
  running: '',
  waiting: '',
  lost: '1',
  error: '',
  accent: '1',
  muted: '2',
  strong: '1',
  selected: '7',
};
