import { type ChildProcess, spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { type IPty, spawn as spawnPty } from '@lydell/node-pty';

export interface ProgramOptions {
  readonly pty?: { readonly cols: number; readonly rows: number };
  readonly env?: NodeJS.ProcessEnv;
}

/** A program that is driven by its input and watched by its output. */
export class Program {
  readonly pid: number;
  readonly #write: (text: string) => void;
  readonly #kill: () => void;
  #seen = '';
  #bytes = 0;
  #count = 0;
  #token = '\0';
  #wake: (() => void) | undefined;

  constructor(
    [file = '', ...args]: readonly string[],
    { pty, env = process.env }: ProgramOptions = {},
  ) {
    if (pty) {
      const child: IPty = spawnPty(file, args, {
        ...pty,
        name: 'xterm-256color',
        env: env as Record<string, string>,
      });
      this.pid = child.pid;
      this.#write = (text) => child.write(text);
      this.#kill = () => child.kill('SIGKILL');
      child.onData((text) => this.#take(text));
    } else {
      const child: ChildProcess = spawn(file, args, { env, stdio: ['pipe', 'pipe', 'inherit'] });
      this.pid = child.pid ?? 0;
      this.#write = (text) => void child.stdin?.write(text);
      this.#kill = () => void child.kill('SIGKILL');
      child.stdout?.setEncoding('latin1').on('data', (text: string) => this.#take(text));
    }
  }

  get bytes(): number {
    return this.#bytes;
  }

  send(text: string): void {
    this.#write(text);
  }

  /** Counts `token` from now on; settles when it came `times` times. Gives the ms that took, or NaN. */
  async sees(token: string, times = 1, limit = 60_000): Promise<number> {
    this.#token = token;
    this.#count = 0;
    this.#seen = '';
    const from = performance.now();
    while (this.#count < times) {
      const left = limit - (performance.now() - from);
      if (left <= 0) return Number.NaN;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, left);
        this.#wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    return performance.now() - from;
  }

  end(): void {
    for (const pid of tree(this.pid).reverse()) {
      try {
        process.kill(pid, 'SIGKILL');
      } catch {
        // gone already
      }
    }
    this.#kill();
  }

  #take(text: string): void {
    this.#bytes += text.length;
    const all = this.#seen + text;
    let at = 0;
    for (;;) {
      const next = all.indexOf(this.#token, at);
      if (next < 0) break;
      this.#count += 1;
      at = next + this.#token.length;
    }
    this.#seen = all.slice(Math.max(at, all.length - this.#token.length + 1));
    this.#wake?.();
  }
}

/** The process and all below it. */
export function tree(root: number): number[] {
  const parents = new Map<number, number[]>();
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'latin1');
      const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
      parents.set(parent, [...(parents.get(parent) ?? []), Number(name)]);
    } catch {
      // it has ended meanwhile
    }
  }
  const found = [root];
  for (const pid of found) found.push(...(parents.get(pid) ?? []));
  return found;
}

/** Proportional set size of the processes, MB (proc(5), smaps_rollup). */
export function memory(pids: readonly number[]): number {
  let kb = 0;
  for (const pid of pids) {
    try {
      kb += Number(
        /^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1] ?? 0,
      );
    } catch {
      // it has ended meanwhile
    }
  }
  return kb / 1024;
}

/** CPU seconds that the processes have used (proc(5), fields 14 and 15 of stat, 100 ticks a second). */
export function cpu(pids: readonly number[]): number {
  let ticks = 0;
  for (const pid of pids) {
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      ticks += Number(fields[11]) + Number(fields[12]);
    } catch {
      // it has ended meanwhile
    }
  }
  return ticks / 100;
}
