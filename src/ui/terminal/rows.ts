import type { IBufferCell, IBufferLine } from '@xterm/headless';

/**
 * One line of a terminal's buffer in exactly `columns` cells: text and our own SGR, so that no sequence of the remote
 * program reaches the operator's terminal. `cell` is reused for every cell.
 */
export function terminalRow(
  line: IBufferLine | undefined,
  columns: number,
  cell: IBufferCell,
): string {
  if (!line) return ' '.repeat(columns);
  let row = '';
  let style = '';
  let x = 0;
  for (; x < Math.min(columns, line.length); x += Math.max(1, cell.getWidth())) {
    line.getCell(x, cell);
    const next = cell.isAttributeDefault() ? '' : styleOf(cell);
    if (next !== style) row += (style === '' ? '' : reset) + next;
    style = next;
    const fits = x + cell.getWidth() <= columns;
    row += (fits && cell.getChars()) || ' '.repeat(Math.min(columns - x, cell.getWidth() || 1));
  }
  return row + (style === '' ? '' : reset) + ' '.repeat(Math.max(0, columns - x));
}

const reset = '\x1b[0m';

/** ECMA-48 8.3.117. */
function styleOf(cell: IBufferCell): string {
  const codes = flags.flatMap(([code, isSet]) => (isSet(cell) ? [code] : []));
  if (cell.isFgRGB()) codes.push('38;2', ...channels(cell.getFgColor()));
  else if (cell.isFgPalette()) codes.push(paletteCode(cell.getFgColor(), 30));
  if (cell.isBgRGB()) codes.push('48;2', ...channels(cell.getBgColor()));
  else if (cell.isBgPalette()) codes.push(paletteCode(cell.getBgColor(), 40));
  return codes.length === 0 ? '' : `\x1b[${codes.join(';')}m`;
}

const flags: readonly (readonly [string, (cell: IBufferCell) => number])[] = [
  ['1', (cell) => cell.isBold()],
  ['2', (cell) => cell.isDim()],
  ['3', (cell) => cell.isItalic()],
  ['4', (cell) => cell.isUnderline()],
  ['7', (cell) => cell.isInverse()],
  ['8', (cell) => cell.isInvisible()],
  ['9', (cell) => cell.isStrikethrough()],
];

const channels = (color: number): string[] =>
  [color >> 16, color >> 8, color].map((value) => String(value & 255));

/** The eight colours, the eight bright ones, then the 256. `first` is the code of black. */
function paletteCode(color: number, first: 30 | 40): string {
  if (color < 8) return String(first + color);
  return color < 16 ? String(first + 52 + color) : `${first + 8};5;${color}`;
}
