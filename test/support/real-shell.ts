import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type IPty, spawn } from '@lydell/node-pty';
import headless from '@xterm/headless';

const root = path.join(import.meta.dirname, '..', '..');

export interface RealShellOptions {
  readonly args: readonly string[];
  readonly columns?: number;
  readonly rows?: number;
  /** Where history and records are kept; a fresh one otherwise. */
  readonly state?: string;
}

/** The built program on a real terminal: keys in, screen out. */
export class RealShell {
  readonly state: string;
  readonly #terminal: InstanceType<typeof headless.Terminal>;
  readonly #program: IPty;
  readonly #exit: Promise<number>;
  readonly #watchers = new Set<() => void>();
  #ended = false;

  constructor({ args, columns = 80, rows = 24, state }: RealShellOptions) {
    this.state = state ?? mkdtempSync(path.join(tmpdir(), 'tutti-journey-'));
    this.#terminal = new headless.Terminal({ cols: columns, rows, allowProposedApi: true });
    const env = { ...process.env, XDG_STATE_HOME: this.state, TERM: 'xterm-256color' } as Record<
      string,
      string
    >;
    this.#program = spawn(process.execPath, [path.join(root, 'bin/tutti.js'), ...args], {
      cols: columns,
      rows,
      env,
      name: 'xterm-256color',
    });
    this.#terminal.onData((answer) => this.#program.write(answer));
    this.#program.onData((text) => this.#terminal.write(text, () => this.#changed()));
    this.#exit = new Promise((resolve) => {
      this.#program.onExit(({ exitCode, signal }) => {
        this.#ended = true;
        resolve(signal ? 128 + signal : exitCode);
        this.#changed();
      });
    });
  }

  get pid(): number {
    return this.#program.pid;
  }

  get screen(): string {
    const { active } = this.#terminal.buffer;
    return Array.from(
      { length: this.#terminal.rows },
      (_, y) => active.getLine(active.baseY + y)?.translateToString(true) ?? '',
    ).join('\n');
  }

  /** Whether the terminal shows its other screen. */
  get alternate(): boolean {
    return this.#terminal.buffer.active.type === 'alternate';
  }

  type(text: string): this {
    this.#program.write(text);
    return this;
  }

  press(...keys: (keyof typeof codes)[]): this {
    for (const key of keys) this.#program.write(codes[key]);
    return this;
  }

  paste(text: string): this {
    return this.type(`\x1b[200~${text}\x1b[201~`);
  }

  resize(columns: number, rows: number): this {
    this.#terminal.resize(columns, rows);
    this.#program.resize(columns, rows);
    return this;
  }

  /** Settles when the screen fits; fails with the screen when it does not in time. */
  async sees(
    wanted: string | RegExp | ((screen: string) => boolean),
    limit = 15_000,
  ): Promise<this> {
    const fits = (): boolean => {
      if (typeof wanted === 'function') return wanted(this.screen);
      return typeof wanted === 'string' ? this.screen.includes(wanted) : wanted.test(this.screen);
    };
    const late = Promise.withResolvers<void>();
    const timer = setTimeout(late.resolve, limit);
    let over = false;
    void late.promise.then(() => {
      over = true;
    });
    while (!fits()) {
      if (over || this.#ended)
        throw new Error(`the screen never showed ${wanted}:\n${this.screen}`);
      await Promise.race([
        late.promise,
        new Promise<void>((resolve) => this.#watchers.add(resolve)),
      ]);
    }
    clearTimeout(timer);
    return this;
  }

  /** The exit status. */
  exited(): Promise<number> {
    return this.#exit;
  }

  kill(signal: NodeJS.Signals): void {
    process.kill(this.pid, signal);
  }

  /** Ends whatever is left of it. */
  async end(): Promise<void> {
    if (!this.#ended) {
      for (const pid of processTree(this.pid).reverse()) killed(pid);
      await this.#exit;
    }
    this.#terminal.dispose();
    rmSync(this.state, { recursive: true, force: true });
  }

  #changed(): void {
    const watchers = [...this.#watchers];
    this.#watchers.clear();
    for (const watch of watchers) watch();
  }
}

const codes = {
  enter: '\r',
  escape: '\x1b',
  tab: '\t',
  up: '\x1b[A',
  'ctrl-c': '\x03',
  'ctrl-d': '\x04',
  'ctrl-r': '\x12',
  'ctrl-t': '\x14',
  'ctrl-u': '\x15',
} as const;

function killed(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // it has ended
  }
}

/** The process and all below it. */
export function processTree(pid: number): number[] {
  const parents = new Map<number, number[]>();
  for (const { pid: each, parent } of processes())
    parents.set(parent, [...(parents.get(parent) ?? []), each]);
  const found = [pid];
  for (const each of found) found.push(...(parents.get(each) ?? []));
  return found;
}

/** Living processes with their argv (proc(5)). */
export function processes(): { pid: number; parent: number; argv: string }[] {
  return readdirSync('/proc').flatMap((name) => {
    if (!/^\d+$/.test(name)) return [];
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'latin1');
      const [state, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      if (state === 'Z') return [];
      const argv = readFileSync(`/proc/${name}/cmdline`, 'utf8').replaceAll('\0', ' ');
      return [{ pid: Number(name), parent: Number(parent), argv }];
    } catch {
      return [];
    }
  });
}

/** Settles when `done` holds; fails after `limit` ms. */
export async function until(done: () => boolean, limit = 8000): Promise<void> {
  const from = performance.now();
  while (!done()) {
    if (performance.now() - from > limit) throw new Error('it never came so far');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
