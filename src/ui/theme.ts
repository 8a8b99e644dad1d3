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
}

/** Colours by the terminal's own palette; without colours only weight, and the marks tell the rest. */
export function createTheme(colours: boolean): Theme {
  const codes = colours ? colourCodes : weightCodes;
  return {
    colours,
    paint(tone, text) {
      const code = codes[tone];
      return code === '' || text === '' ? text : `\x1b[${code}m${text}\x1b[0m`;
    },
  };
}

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
