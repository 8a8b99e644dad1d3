import path from 'node:path';
import { type IPty, spawn } from '@lydell/node-pty';
import headless from '@xterm/headless';
import { root, Sandbox } from './sandbox.ts';

export interface ShellOptions {
  /** So many embedded hosts. */
  readonly demo?: number;
  readonly args?: readonly string[];
  readonly columns?: number;
  readonly rows?: number;
  /** One that was used before keeps its history. */
  readonly sandbox?: Sandbox;
  readonly env?: Readonly<Record<string, string>>;
}

/** Starts the built program on a real terminal; settles when it has taken the screen. */
export async function openShell(options: ShellOptions): Promise<Program> {
  const shell = new Program(options);
  await shell.sees(() => shell.terminal.alternateScreen);
  return shell;
}

type Wanted = string | RegExp | (() => boolean);

/** Keys in, screen out. */
export class Program {
  readonly sandbox: Sandbox;
  readonly #screen: InstanceType<typeof headless.Terminal>;
  readonly #program: IPty;
  readonly #watchers = new Set<() => void>();
  #cursorShown = true;
  #status: number | string | undefined;
  #said = '';

  constructor({ demo, args = [], columns = 80, rows = 24, sandbox, env }: ShellOptions) {
    this.sandbox = sandbox ?? new Sandbox();
    this.#screen = new headless.Terminal({ cols: columns, rows, allowProposedApi: true });
    const argv = demo === undefined ? args : ['--demo', String(demo), ...args];
    this.#program = spawn(process.execPath, [path.join(root, 'bin/tutti.js'), ...argv], {
      cols: columns,
      rows,
      name: 'xterm-256color',
      cwd: this.sandbox.folder,
      env: { ...this.sandbox.env, ...env },
    });
    this.#watchCursor();
    this.#screen.onData((answer) => this.#program.write(answer));
    this.#program.onData((text) => {
      this.#said += text;
      this.#screen.write(text, () => this.#changed());
    });
    this.#program.onExit(({ exitCode, signal }) => {
      this.#screen.write('', () => {
        this.#status = signal ? `killed by ${signal}` : exitCode;
        this.#changed();
      });
    });
  }

  get pid(): number {
    return this.#program.pid;
  }

  /** What can be read, row by row. */
  get screen(): string {
    const { active } = this.#screen.buffer;
    return Array.from(
      { length: this.#screen.rows },
      (_, y) => active.getLine(active.baseY + y)?.translateToString(true) ?? '',
    ).join('\n');
  }

  /** Every byte it ever wrote. */
  get said(): string {
    return this.#said;
  }

  /** What a program must put back when it leaves. */
  get terminal() {
    const { wraparoundMode, bracketedPasteMode, mouseTrackingMode } = this.#screen.modes;
    return {
      alternateScreen: this.#screen.buffer.active.type === 'alternate',
      autowrap: wraparoundMode,
      bracketedPaste: bracketedPasteMode,
      mouse: mouseTrackingMode !== 'none',
      cursorShown: this.#cursorShown,
    };
  }

  get ended(): boolean {
    return this.#status !== undefined;
  }

  type(text: string): this {
    this.#program.write(text);
    return this;
  }

  press(...keys: readonly (keyof typeof keyBytes)[]): this {
    for (const key of keys) this.#program.write(keyBytes[key]);
    return this;
  }

  enter(line: string): this {
    return this.type(line).press('enter');
  }

  /** As a terminal sends it: between the marks of bracketed paste. */
  paste(text: string): this {
    return this.type(`\x1b[200~${text}\x1b[201~`);
  }

  resize(columns: number, rows: number): this {
    this.#screen.resize(columns, rows);
    this.#program.resize(columns, rows);
    return this;
  }

  /** As when its window is closed: the terminal is gone. */
  hangUp(): void {
    (this.#program as IPty & { destroy(): void }).destroy();
  }

  /** Settles when the screen shows it; fails with the screen it got instead. */
  async sees(wanted: Wanted, limit = 15_000): Promise<this> {
    await this.#until(`expected ${wanted}`, () => this.#shows(wanted), limit);
    return this;
  }

  /** Settles when the screen does not show it any more. */
  async misses(unwanted: string | RegExp): Promise<this> {
    await this.#until(`did not expect ${unwanted}`, () => !this.#shows(unwanted), 15_000);
    return this;
  }

  /** The run strip: the command with what became of it, as `✓ 6` or `✗ 1 web03`. */
  async seesRun(command: string, verdict: string): Promise<this> {
    return this.sees(() =>
      this.screen
        .split('\n')
        .some((row) => row.startsWith(` ${command} `) && row.includes(`  ${verdict} `)),
    );
  }

  /** The exit status, or `killed by 9`, when it has ended and nothing it started is left. */
  async left(): Promise<number | string> {
    const status = await this.exited();
    await this.sandbox.deserted();
    return status;
  }

  async exited(): Promise<number | string> {
    await this.#until('expected its end', () => this.#status !== undefined, 15_000);
    return this.#status ?? '';
  }

  /** By Ctrl-D on an empty line, when the last run is over: before, it would be asked about. */
  async leave(): Promise<number | string> {
    const foot = () => this.screen.split('\n').slice(-5).join('\n');
    await this.sees(() => !/[\u2801-\u28ff]/.test(foot()));
    return this.press('ctrl-d').left();
  }

  #shows(wanted: Wanted): boolean {
    if (typeof wanted === 'function') return wanted();
    return typeof wanted === 'string' ? this.screen.includes(wanted) : wanted.test(this.screen);
  }

  async #until(what: string, holds: () => boolean, limit: number): Promise<void> {
    const late = Promise.withResolvers<'late'>();
    const timer = setTimeout(late.resolve, limit, 'late');
    try {
      while (!holds()) {
        const changed = new Promise<void>((resolve) => this.#watchers.add(resolve));
        const end =
          this.#status !== undefined ? 'ended' : await Promise.race([late.promise, changed]);
        if (end && !holds()) throw new Error(`${what}; it shows (${end})\n${this.screen}`);
      }
    } finally {
      clearTimeout(timer);
    }
  }

  #changed(): void {
    const watchers = [...this.#watchers];
    this.#watchers.clear();
    for (const watch of watchers) watch();
  }

  /** DECTCEM; the terminal's own interface does not tell. */
  #watchCursor(): void {
    for (const final of ['h', 'l']) {
      this.#screen.parser.registerCsiHandler({ prefix: '?', final }, (modes) => {
        if (modes.includes(25)) this.#cursorShown = final === 'h';
        return false;
      });
    }
  }
}

const keyBytes = {
  enter: '\r',
  esc: '\x1b',
  tab: '\t',
  up: '\x1b[A',
  down: '\x1b[B',
  'ctrl-c': '\x03',
  'ctrl-d': '\x04',
  'ctrl-f': '\x06',
  'ctrl-r': '\x12',
  'ctrl-t': '\x14',
  'ctrl-u': '\x15',
} as const;
