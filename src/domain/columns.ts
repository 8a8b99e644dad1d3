/** Output in columns: names, and cells as they were printed. */
export interface Columns {
  readonly names: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** A table under a header (`df -h`, `ps aux`, `free`), else `key=value` or `key: value` lines as one row; undefined: neither. */
export function readColumns(lines: readonly string[]): Columns | undefined {
  const filled = lines.map((line) => line.trimEnd()).filter((line) => line !== '');
  return pairs(filled) ?? aligned(filled);
}

const pair = /^\s*([^=:\s](?:[^=:\s]| (?! )){0,60}?)\s*(?:=|:(?=\s|$))\s*(.*)$/;

/** Nearly every line is one. */
function pairs(lines: readonly string[]): Columns | undefined {
  const found = lines.flatMap((line) => {
    const [, name, value = ''] = pair.exec(line) ?? [];
    return name === undefined ? [] : [[name, value] as const];
  });
  if (found.length < 1 || found.length < 0.8 * lines.length) return undefined;
  // `Mem:   1 2 3` under a header is a row of a table.
  if (found.some(([, value]) => /\S\s{2,}\S/.test(value))) return undefined;
  return { names: found.map(([name]) => name), rows: [found.map(([, value]) => value)] };
}

/** Columns part where no line has a letter; one without a name belongs to the one before it. */
function aligned(lines: readonly string[]): Columns | undefined {
  const [header, ...body] = lines;
  if (header === undefined || body.length === 0 || /^\s*[-\d/]/.test(header)) return undefined;
  const words = lines.map((line) => line.trim().split(/\s+/));
  const [names = [], ...rows] = words;
  // As many words in every line: they need not stand under each other.
  if (names.length > 1 && rows.every(({ length }) => length === names.length))
    return { names, rows };
  const bounds = boundaries(lines);
  if (bounds.length < 2) return undefined;
  const cut = (line: string) =>
    bounds.map(([from, to]) => line.slice(from, to === undefined ? undefined : to).trim());
  return merged(cut(header), body.map(cut));
}

function boundaries(lines: readonly string[]): [from: number, to: number | undefined][] {
  const width = Math.max(...lines.map((line) => line.length));
  const filled = new Array<boolean>(width).fill(false);
  for (const line of lines) {
    for (let i = 0; i < line.length; i++) if (line[i] !== ' ' && line[i] !== '\t') filled[i] = true;
  }
  const starts: number[] = [];
  for (let i = 0; i < width; i++) if (filled[i] && !filled[i - 1]) starts.push(i);
  return starts.map((from, i) => [i === 0 ? 0 : from, starts[i + 1]]);
}

/** `Mounted on`, and a command with blanks, are one column. */
function merged(names: readonly string[], rows: readonly (readonly string[])[]): Columns {
  const keep: number[][] = [];
  for (const [i, name] of names.entries()) {
    const empty = rows.every((row) => row[i] === '');
    if (i > 0 && (name === '' || empty)) keep.at(-1)?.push(i);
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

const units: Readonly<Record<string, number>> = { K: 1, M: 2, G: 3, T: 4, P: 5 };

/** What a cell counts as: `1.5G` in bytes, `41%` as 41; undefined: it is no number. */
export function numberIn(cell: string): number | undefined {
  const [, digits, unit = ''] =
    /^([-+]?\d+(?:[.,]\d+)?)\s*(?:([KMGTP])i?B?|%|B|s|ms)?$/i.exec(cell.trim()) ?? [];
  if (digits === undefined) return undefined;
  return Number(digits.replace(',', '.')) * 1024 ** (units[unit.toUpperCase()] ?? 0);
}
