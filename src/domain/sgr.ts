/**
 * Colours and text styles (SGR: ECMA-48 8.3.117, ISO 8613-6). A style is written as the one sequence that
 * turns it on from nothing, so that equal looks are equal texts; no style is the empty string.
 */
export type Style = string;

/** Splits a text at its colours (SGR), keeping them: `text.split(styleSequence)`. */
export const styleSequence = /(\x1b\[[\d;:]*m)/;

export function stripStyle(text: string): string {
  return text.includes('\x1b') ? text.replaceAll(/\x1b\[[\d;:]*m/g, '') : text;
}

export const resetStyle = '\x1b[0m';

/** The style after `ESC [ parameters m`. What hides text (conceal) or is not known changes nothing. */
export function nextStyle(style: Style, parameters: string): Style {
  if (parameters === '' || parameters === '0') return '';
  const known = remembered.get(style)?.get(parameters);
  if (known !== undefined) return known;
  const before = style === '' ? {} : applied({}, codesOf(style.slice(2, -1)));
  const next = written(applied(before, codesOf(parameters)));
  remember(style, parameters, next);
  return next;
}

// Programs use a handful of styles; a hostile one must not fill the memory.
const remembered = new Map<Style, Map<string, Style>>();
const most = 256;

function remember(style: Style, parameters: string, next: Style): void {
  if (remembered.size >= most) remembered.clear();
  const after = remembered.get(style) ?? new Map<string, Style>();
  if (after.size >= most) after.clear();
  remembered.set(style, after.set(parameters, next));
}

/** A code with its arguments: both `38;5;9` and `38:5:9` are [38, 5, 9]. */
type Code = readonly number[];

function codesOf(parameters: string): Code[] {
  const codes: Code[] = [];
  const parts = parameters.split(';');
  for (let i = 0; i < parts.length; i++) {
    const code = (parts[i] ?? '').split(':').map(Number);
    const count = code.length === 1 && isExtended(code) ? argumentCount(parts[i + 1]) : 0;
    codes.push([...code, ...parts.slice(i + 1, i + 1 + count).map(Number)]);
    i += count;
  }
  return codes;
}

const isExtended = ([code]: Code) => code === 38 || code === 48 || code === 58;

/** How many arguments follow, including the kind: 5 takes a palette index, 2 takes red, green and blue. */
const argumentCount = (kind: string | undefined) => (kind === '5' ? 2 : kind === '2' ? 4 : 0);

/** The parts of a style; each holds the codes that turn it on. */
type Part = 'weight' | 'slant' | 'underline' | 'blink' | 'inverse' | 'strike' | 'ink' | 'paper';
type Look = Readonly<Partial<Record<Part, string>>>;

const on: Readonly<Record<number, Part>> = {
  1: 'weight',
  2: 'weight',
  3: 'slant',
  4: 'underline',
  5: 'blink',
  7: 'inverse',
  9: 'strike',
  21: 'underline',
};

const off: Readonly<Record<number, Part>> = {
  22: 'weight',
  23: 'slant',
  24: 'underline',
  25: 'blink',
  27: 'inverse',
  29: 'strike',
  39: 'ink',
  49: 'paper',
};

function applied(look: Look, codes: readonly Code[]): Look {
  return codes.reduce(after, look);
}

function after(look: Look, code: Code): Look {
  const [first = 0, kind] = code;
  if (first === 0) return {};
  if (isExtended(code)) return withColor(look, code);
  if (first === 4 && kind === 0) return without(look, 'underline');
  const begun = on[first];
  if (begun) return { ...look, [begun]: String(first) };
  const ended = off[first];
  if (ended) return without(look, ended);
  if (within(first, 30, 37) || within(first, 90, 97)) return { ...look, ink: String(first) };
  if (within(first, 40, 47) || within(first, 100, 107)) return { ...look, paper: String(first) };
  return look;
}

function without(look: Look, part: Part): Look {
  const { [part]: _, ...rest } = look;
  return rest;
}

/** `38;5;n` or `38;2;r;g;b`, with colons also `38:2:space:r:g:b`; the underline's colour (58) is not kept. */
function withColor(look: Look, [first, kind, ...rest]: Code): Look {
  const values = kind === 2 ? rest.slice(-3) : rest;
  const complete = values.length === (kind === 2 ? 3 : 1);
  if ((kind !== 2 && kind !== 5) || !complete || !values.every(isByte)) return look;
  const color = [first, kind, ...values].join(';');
  if (first === 38) return { ...look, ink: color };
  return first === 48 ? { ...look, paper: color } : look;
}

const isByte = (value: number) => Number.isInteger(value) && within(value, 0, 255);
const within = (value: number, low: number, high: number) => value >= low && value <= high;

const order: readonly Part[] = [
  'weight',
  'slant',
  'underline',
  'blink',
  'inverse',
  'strike',
  'ink',
  'paper',
];

function written(look: Look): Style {
  const codes = order.flatMap((part) => look[part] ?? []);
  return codes.length === 0 ? '' : `\x1b[${codes.join(';')}m`;
}
