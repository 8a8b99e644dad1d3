// Writes what is generated: the tables in README.md and docs/built-ins.md, inventory.schema.json, docs/man, and docs/screen.svg from a
// real run of the demo, which `--no-picture` leaves out. Runs on Node 24, which strips types.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { builtinTableMarkdown } from '../src/commands/index.ts';
import { manualPages } from '../src/manual/pages.ts';
import { keyTableMarkdown } from '../src/ui/input/key-words.ts';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const read = (name) => readFileSync(path.join(root, name), 'utf8');

/** The pages with a table between `<!-- name -->` and `<!-- /name -->`. */
const tables = [
  { page: 'README.md', name: 'keys', table: keyTableMarkdown },
  { page: 'docs/built-ins.md', name: 'built-ins', table: builtinTableMarkdown },
];

/** Those pages as they are, and with their tables made anew. */
export const pagesWithTables = () =>
  tables.map(({ page, name, table }) => {
    const before = read(page);
    const part = new RegExp(`(<!-- ${name} -->\n)[^]*?(<!-- /${name} -->)`);
    if (!part.test(before)) throw new Error(`${page} has no place for the table of ${name}`);
    const after = before.replace(part, (_, start, end) => `${start}${table()}\n${end}`);
    return { page, before, after };
  });

/** What the manual is made from, beside the source itself. */
export const manualSources = () => ({
  version: JSON.parse(read('package.json')).version,
  schema: JSON.parse(read('inventory.schema.json')),
  sample: read('inventory.yaml'),
});

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const { page, after } of pagesWithTables()) writeFileSync(path.join(root, page), after);
  await import('./generate-schema.mjs');
  mkdirSync(path.join(root, 'docs', 'man'), { recursive: true });
  for (const [name, page] of Object.entries(manualPages(manualSources()))) {
    writeFileSync(path.join(root, 'docs', 'man', name), page);
  }
  if (!process.argv.includes('--no-picture')) {
    writeFileSync(path.join(root, 'docs', 'screen.svg'), await picture());
  }
}

/** The screen of the demo after a check that fails on one host. */
async function picture() {
  const { spawn } = await import('@lydell/node-pty');
  const { default: headless } = await import('@xterm/headless');
  const { screenSvg } = await import('./shot.mjs');
  const size = { cols: 96, rows: 24 };
  const state = mkdtempSync(path.join(tmpdir(), 'tutti-picture-'));
  const terminal = new headless.Terminal({ ...size, allowProposedApi: true });
  const env = { ...process.env, XDG_STATE_HOME: state, TERM: 'xterm-256color' };
  delete env.NO_COLOR;
  const program = spawn(process.execPath, [path.join(root, 'bin/tutti.js'), '--demo'], {
    ...size,
    env,
    name: env.TERM,
  });
  program.onData((text) => terminal.write(text));
  const row = (y) => terminal.buffer.active.getLine(y)?.translateToString(true) ?? '';
  const sees = async (text) => {
    for (let tries = 0; tries < 400; tries++) {
      for (let y = 0; y < size.rows; y++) if (row(y).includes(text)) return;
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
    throw new Error(`the picture never showed ${text}`);
  };
  await sees('6 up');
  program.write('uptime; ./check\r');
  await sees('✗ 1');
  await new Promise((resolve) => setTimeout(resolve, 200));
  const svg = screenSvg(terminal);
  const gone = new Promise((resolve) => program.onExit(resolve));
  program.write('\x04');
  await gone;
  rmSync(state, { recursive: true, force: true });
  return `${svg}\n`;
}
