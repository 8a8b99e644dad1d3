// A picture of a terminal's screen, as SVG or PNG:
//   node scripts/shot.mjs <tmux target> out.png [-L socket]
// or, in code, `screenSvg(terminal)` of an @xterm/headless Terminal and `svgPng(svg)`.
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { Resvg } from '@resvg/resvg-js';
import unicode11 from '@xterm/addon-unicode11';
import headless from '@xterm/headless';

const cell = { width: 8.43, height: 16.4, baseline: 12.8 };
const foreground = '#d4d7dc';
const background = '#16181d';
const margin = 14;
// the sixteen colours of a terminal, dark ground
const palette = [
  '#16181d',
  '#e5646e',
  '#8fc07a',
  '#e2b86b',
  '#6fa8dc',
  '#c58fd6',
  '#62b8bd',
  '#d4d7dc',
  '#6b717d',
  '#f27c85',
  '#a5d48f',
  '#f0cb82',
  '#82bdf2',
  '#d8a6e8',
  '#7bd0d5',
  '#ffffff',
];

/** The screen of an @xterm/headless terminal as SVG. */
export function screenSvg(terminal, { cursor = true } = {}) {
  const width = terminal.cols * cell.width + 2 * margin;
  const height = terminal.rows * cell.height + 2 * margin;
  const grounds = [];
  const texts = [];
  for (let y = 0; y < terminal.rows; y += 1) {
    for (const run of runsOf(terminal, y, cursor)) {
      const x = margin + run.x * cell.width;
      const top = margin + y * cell.height;
      if (run.ground)
        grounds.push(
          `<rect x="${fixed(x)}" y="${top}" width="${fixed(run.cells * cell.width + 0.3)}" height="${cell.height}" fill="${run.ground}"/>`,
        );
      if (run.text.trim() !== '') texts.push(textElement(run, x, top + cell.baseline));
    }
  }
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${fixed(width)}" height="${fixed(height)}" font-family="DejaVu Sans Mono, Noto Sans Mono CJK SC, monospace" font-size="14">` +
    `<rect width="100%" height="100%" rx="8" fill="${background}"/>${grounds.join('')}${texts.join('')}</svg>\n`
  );
}

/** An SVG drawn, twice as large. */
export function svgPng(svg) {
  const options = {
    font: { loadSystemFonts: true, defaultFontFamily: 'DejaVu Sans Mono' },
    fitTo: { mode: 'zoom', value: 1.5 },
  };
  return new Resvg(svg, options).render().asPng();
}

/** Neighbouring cells that look alike. */
function runsOf(terminal, y, cursor) {
  const buffer = terminal.buffer.active;
  const line = buffer.getLine(buffer.viewportY + y);
  const runs = [];
  for (let x = 0; line && x < terminal.cols; x += 1) {
    const at = line.getCell(x);
    if (at.getWidth() === 0) continue;
    const here = cursor && x === buffer.cursorX && y === buffer.cursorY;
    const look = lookOf(at, here);
    const before = runs.at(-1);
    const key = JSON.stringify(look);
    // box drawing is placed cell by cell, so that it meets its neighbours
    if (before?.key === key && at.getWidth() === 1 && before.cells === before.text.length) {
      before.text += at.getChars() || ' ';
      before.cells += 1;
    } else runs.push({ ...look, key, x, text: at.getChars() || ' ', cells: at.getWidth() });
  }
  return runs;
}

function lookOf(at, inverse) {
  let ink = colour(at.isFgRGB(), at.isFgPalette(), at.getFgColor()) ?? foreground;
  let ground = colour(at.isBgRGB(), at.isBgPalette(), at.getBgColor());
  if (Boolean(at.isInverse()) !== inverse) [ink, ground] = [ground ?? background, ink];
  return {
    ink,
    ground,
    bold: Boolean(at.isBold()),
    dim: Boolean(at.isDim()),
    italic: Boolean(at.isItalic()),
    underline: Boolean(at.isUnderline()),
  };
}

function colour(isRgb, isPalette, value) {
  if (isRgb) return `#${value.toString(16).padStart(6, '0')}`;
  if (!isPalette) return undefined;
  if (value < 16) return palette[value];
  if (value > 231) return `rgb(${Array(3).fill(8 + (value - 232) * 10)})`;
  const level = (step) => (step === 0 ? 0 : 55 + step * 40);
  const cube = value - 16;
  return `rgb(${[Math.floor(cube / 36), Math.floor(cube / 6) % 6, cube % 6].map(level)})`;
}

function textElement(run, x, y) {
  const style = [
    run.bold && 'font-weight="bold"',
    run.italic && 'font-style="italic"',
    run.underline && 'text-decoration="underline"',
    run.dim && 'opacity="0.55"',
  ]
    .filter(Boolean)
    .join(' ');
  const text = run.text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  return `<text x="${fixed(x)}" y="${fixed(y)}" fill="${run.ink}" ${style} textLength="${fixed(run.cells * cell.width)}" lengthAdjust="spacingAndGlyphs" xml:space="preserve">${text}</text>`;
}

const fixed = (value) => value.toFixed(1);

async function tmuxScreen(target, options) {
  const tmux = (...words) => execFileSync('tmux', [...options, ...words], { encoding: 'utf8' });
  const [columns, rows, x, y] = tmux(
    'display',
    '-p',
    '-t',
    target,
    '#{pane_width} #{pane_height} #{cursor_x} #{cursor_y}',
  )
    .trim()
    .split(' ')
    .map(Number);
  const terminal = new headless.Terminal({ cols: columns, rows, allowProposedApi: true });
  terminal.loadAddon(new unicode11.Unicode11Addon());
  terminal.unicode.activeVersion = '11';
  const text = tmux('capture-pane', '-p', '-e', '-N', '-t', target)
    .replace(/\n$/, '')
    .replaceAll('\n', '\r\n');
  await new Promise((done) => terminal.write(`${text}\x1b[${y + 1};${x + 1}H`, done));
  return terminal;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [target, out, ...options] = process.argv.slice(2);
  if (!target || !out) {
    console.error('usage: node scripts/shot.mjs <tmux target> <out.svg|out.png> [-L socket]');
    process.exit(2);
  }
  const svg = screenSvg(await tmuxScreen(target, options));
  writeFileSync(out, out.endsWith('.png') ? svgPng(svg) : svg);
}
