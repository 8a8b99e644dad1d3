import { quantity } from './quantity.ts';

/** Output in columns: names, and cells as they were printed. */
export interface Columns {
  readonly names: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** A table under a header (`df -h`, `ps aux`, `free`), else `key=value` or `key: value` lines as one row; undefined: neither. */
export function readColumns(lines: readonly string[]): Columns | undefined {
  const filled = lines.map((line) => line.trimEnd()).filter((line) => line !== '');
  return pairs(filled) ?? counted(aligned(filled));
}

/** The same with unique names. */
function counted(columns: Columns | undefined): Columns | undefined {
  const names = new Set<string>();
  for (const name of columns?.names ?? []) names.add(freeName(name, (taken) => names.has(taken)));
  return columns && { ...columns, names: [...names] };
}

const pair = /^\s*([^=:\s](?:[^=:\s]| (?! )){0,60}?)\s*(?:=|:(?=\s|$))\s*(.*)$/;

/** Nearly every line must be a pair. Where the first name comes again, the next row begins. */
function pairs(lines: readonly string[]): Columns | undefined {
  const found = lines.flatMap((line) => {
    const [, name, value = ''] = pair.exec(line) ?? [];
    return name === undefined ? [] : [[name, value] as const];
  });
  if (found.length < 1 || found.length < 0.8 * lines.length) return undefined;
  // `Mem:   1 2 3` under a header is a row of a table.
  if (found.some(([, value]) => /\S\s{2,}\S/.test(value))) return undefined;
  const records: Map<string, string>[] = [];
  for (const [name, value] of found) {
    if (name === found[0]?.[0]) records.push(new Map());
    const record = records.at(-1);
    record?.set(
      freeName(name, (taken) => record.has(taken)),
      value,
    );
  }
  const names = [...new Set(records.flatMap((record) => [...record.keys()]))];
  return { names, rows: records.map((record) => names.map((name) => record.get(name) ?? '')) };
}

/** A repeated name gets a number, so that no value is lost. */
function freeName(name: string, isTaken: (name: string) => boolean): string {
  for (let nth = 2, free = name; ; nth += 1) {
    if (!isTaken(free)) return free;
    free = `${name} ${nth}`;
  }
}

/** Columns are separated where every line has a blank; one without a heading belongs to the one before it. */
function aligned([first = '', ...others]: readonly string[]): Columns | undefined {
  // `procs -----memory----` stands over the names of vmstat
  const [header = '', ...body] = /-{3}/.test(first) ? others : [first, ...others];
  const names = header.trim().split(/\s+/);
  if (body.length === 0 || names.some(isData)) return undefined;
  const rows = body.map((line) => line.trim().split(/\s+/));
  // Every line has as many words as the header: then they need not be aligned.
  if (names.length > 1 && rows.every(({ length }) => length === names.length))
    return { names, rows };
  const bounds = boundaries([header, ...body]);
  const cut = (line: string) => bounds.map(([from, to]) => line.slice(from, to).trim());
  const found = merged(header, bounds, body.map(cut));
  if (rows.some(({ length }) => length < names.length) || !isOverlapping(found))
    return found.names.length < 2 ? undefined : found;
  // In `ps aux` a long number may push the rest to the right: the last column takes the rest.
  const last = names.length - 1;
  return { names, rows: rows.map((row) => [...row.slice(0, last), row.slice(last).join(' ')]) };
}

/** Whether a column with a heading of several words has as many words in every row. */
function isOverlapping({ names, rows }: Columns): boolean {
  const wordsIn = (text = '') => text.split(/\s+/).length;
  return names.some((name, at) => {
    const words = wordsIn(name);
    return words > 1 && rows.every((row) => wordsIn(row[at]) >= words);
  });
}

/** `total 48` of `ls -l`, and a line with an address, a path or a time in it, are no header. */
const isData = (word: string): boolean => /^[-+]?\d[\d.:,/%-]*$|^[/(]./.test(word);

type Bound = readonly [from: number, to: number | undefined];

function boundaries(lines: readonly string[]): Bound[] {
  const width = lines.reduce((most, { length }) => Math.max(most, length), 0);
  const filled = new Array<boolean>(width).fill(false);
  for (const line of lines) {
    for (let i = 0; i < line.length; i++) if (line[i] !== ' ' && line[i] !== '\t') filled[i] = true;
  }
  const starts: number[] = [];
  for (let i = 0; i < width; i++) if (filled[i] && !filled[i - 1]) starts.push(i);
  return starts.map((from, i) => [i === 0 ? 0 : from, starts[i + 1]]);
}

/** `Mounted on`, and a command with blanks, are one column. */
function merged(
  header: string,
  bounds: readonly Bound[],
  rows: readonly (readonly string[])[],
): Columns {
  const names = bounds.map(([from, to]) => header.slice(from, to).trim());
  const isEmpty = (at: number) => rows.every((row) => row[at] === '');
  const keep: number[][] = [];
  for (const [i, name] of names.entries()) {
    const [from] = bounds[i] ?? [0];
    const isClose = /\S\s$/.test(header.slice(0, from)) && (isEmpty(i) || isEmpty(i - 1));
    if (i > 0 && (name === '' || isClose)) keep.at(-1)?.push(i);
    else keep.push([i]);
  }
  const join = (cells: readonly string[], of: readonly number[]) =>
    of
      .map((i) => cells[i] ?? '')
      .filter((cell) => cell !== '')
      .join(' ');
  return {
    names: keep.map((of) => join(names, of)),
    rows: rows.map((row) => keep.map((of) => join(row, of))),
  };
}

/** The value of a cell: `1.5G` in bytes, `41%` as 41; undefined if it is no number. */
export function numberIn(cell: string): number | undefined {
  const [, digits, unit = ''] =
    /^([-+]?\d+(?:[.,]\d+)?)\s*(?:([KMGTP])i?B?|%|B|s|ms)?$/i.exec(cell.trim()) ?? [];
  if (digits === undefined) return undefined;
  return quantity(digits.replace(',', '.'), unit);
}
