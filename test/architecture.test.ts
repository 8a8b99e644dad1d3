import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

const source = path.join(import.meta.dirname, '..', 'src');

/** What each room may import: other rooms, and packages. `app` and the root files may import everything. */
const allowed: Record<string, { rooms: string[]; packages: string[] }> = {
  domain: { rooms: [], packages: [] },
  inventory: { rooms: ['domain'], packages: ['node:', 'yaml', 'zod'] },
  shell: { rooms: ['domain'], packages: ['fuzzysort'] },
  commands: { rooms: ['domain', 'shell'], packages: [] },
  'host-keys': { rooms: ['domain'], packages: ['node:'] },
  'ssh-config': { rooms: ['domain'], packages: ['node:'] },
  transport: { rooms: ['domain', 'host-keys', 'ssh-config'], packages: ['node:', 'ssh2'] },
  'remote-host': { rooms: ['domain', 'transport'], packages: ['node:'] },
  transfer: { rooms: ['domain', 'transport', 'remote-host'], packages: ['node:'] },
  cluster: {
    rooms: ['domain', 'transport', 'remote-host', 'transfer', 'records'],
    packages: ['node:'],
  },
  records: { rooms: ['domain'], packages: ['node:'] },
  store: { rooms: ['domain', 'records'], packages: ['node:'] },
  ui: {
    rooms: ['domain', 'shell', 'store'],
    packages: [
      'ink',
      'react',
      'string-width',
      '@xterm/headless',
      '@xterm/addon-unicode11',
      'node:stream',
    ],
  },
  cli: { rooms: ['domain'], packages: ['node:'] },
  completion: { rooms: ['domain', 'cli', 'records'], packages: ['node:'] },
  manual: { rooms: ['domain', 'cli', 'commands', 'ui'], packages: [] },
  demo: { rooms: ['domain', 'transfer'], packages: ['node:', 'ssh2'] },
};

interface Import {
  readonly file: string;
  readonly from: string;
}

const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter((file) =>
  /\.tsx?$/.test(file),
);

const statement =
  /^\s*(?:import|export|\})[^'\n]*?from '([^']+)'|^import '([^']+)'|import\('([^']+)'\)/gm;

const importsOf = (file: string): Import[] =>
  [...readFileSync(path.join(source, file), 'utf8').matchAll(statement)].map((match) => ({
    file,
    from: match[1] ?? match[2] ?? match[3] ?? '',
  }));

const roomOf = (file: string): string => (file.includes('/') ? (file.split('/')[0] ?? '') : '');

function isAllowed({ file, from }: Import): boolean {
  const room = roomOf(file);
  if (room === '' || room === 'app') return true;
  const wall = allowed[room];
  if (!wall) return false;
  if (!from.startsWith('.')) {
    return wall.packages.some(
      (name) =>
        from === name ||
        from.startsWith(`${name}/`) ||
        (name.endsWith(':') && from.startsWith(name)),
    );
  }
  const target = roomOf(path.join(path.dirname(file), from));
  return target === room || wall.rooms.includes(target);
}

describe('the house', () => {
  it('has every file in a room that the table knows', () => {
    const rooms = new Set(files.map(roomOf).filter(Boolean));
    expect([...rooms].filter((room) => room !== 'app' && !allowed[room])).toEqual([]);
    expect(rooms.size).toBeGreaterThan(8);
  });

  it('lets no room import what the table does not allow', () => {
    const imports = files.flatMap(importsOf);
    expect(imports.length).toBeGreaterThan(100);
    expect(imports.filter((each) => !isAllowed(each))).toEqual([]);
  });

  it('never loads ssh2 in the process that draws: the pool reaches no worker', () => {
    const reached = new Set<string>();
    const visit = (file: string) => {
      if (reached.has(file)) return;
      reached.add(file);
      for (const { from } of importsOf(file)) {
        if (from.startsWith('.')) visit(path.join(path.dirname(file), from));
      }
    };
    visit('cluster/cluster.ts');
    visit('cluster/fork-link.ts');
    visit('main.ts');
    const loaded = [...reached].filter((file) =>
      importsOf(file).some(({ from }) => from === 'ssh2'),
    );
    expect(loaded).toEqual([]);
    expect([...reached]).not.toContain('cluster/worker.ts');
    expect(reached.size).toBeGreaterThan(5);
  });

  it('loads ssh2 in one place, behind the guard of its addon; the embedded fleet has a process of its own', () => {
    const value = /^import (?!type )[^\n]*from 'ssh2|load\('ssh2\/lib\/[\w/]*\.js/m;
    const loading = files.filter((file) =>
      value.test(readFileSync(path.join(source, file), 'utf8')),
    );
    expect(loading.filter((file) => roomOf(file) !== 'demo')).toEqual(['transport/ssh2-parts.ts']);
    const text = readFileSync(path.join(source, 'transport/ssh2-parts.ts'), 'utf8');
    expect(text.indexOf('  guardAddon();')).toBeGreaterThan(0);
    expect(text.indexOf('  guardAddon();')).toBeLessThan(text.indexOf("load('ssh2/"));
  });

  it('loads neither ssh2 nor Ink nor React for a Tab in the operator’s shell', () => {
    const reached = new Set<string>();
    const packages = new Set<string>();
    const visit = (file: string) => {
      if (reached.has(file)) return;
      reached.add(file);
      for (const { from } of importsOf(file)) {
        if (from.startsWith('.')) visit(path.join(path.dirname(file), from));
        else packages.add(from);
      }
    };
    visit('complete.ts');
    expect([...packages].filter((name) => !name.startsWith('node:')).sort()).toEqual([
      'yaml',
      'zod',
    ]);
  });

  it('is nested no deeper than ui/views', () => {
    expect(files.filter((file) => file.split('/').length > 3)).toEqual([]);
  });

  it('gives no file a name that says nothing', () => {
    const empty = /(^|[/-])(utils?|helpers?|common|types|manager|service|index-all|misc)\.tsx?$/;
    expect(files.filter((file) => empty.test(file))).toEqual([]);
    expect(files.filter((file) => !/^[a-z0-9./-]+$/.test(file))).toEqual([]);
  });

  it('keeps its files small: none over 300 lines, half of them under 80', () => {
    const sizes = files
      .map((file) => readFileSync(path.join(source, file), 'utf8').split('\n').length)
      .sort((a, b) => a - b);
    expect(sizes.at(-1)).toBeLessThanOrEqual(301);
    expect(sizes[Math.floor(sizes.length / 2)]).toBeLessThan(85);
  });

  it('has JSX in the ui only', () => {
    expect(files.filter((file) => file.endsWith('.tsx') && roomOf(file) !== 'ui')).toEqual([]);
    expect(statSync(path.join(source, 'ui')).isDirectory()).toBe(true);
  });
});
