import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import path from 'node:path';
import { until } from './processes.ts';
import { root, Sandbox } from './sandbox.ts';

export interface StartOptions {
  /** Given to its standard input, which is then closed. */
  readonly stdin?: string;
  /** It stays open. */
  readonly stdinOpen?: true;
  /** A file that its standard output goes to. */
  readonly stdout?: string;
  readonly sandbox?: Sandbox;
  readonly env?: Readonly<Record<string, string>>;
}

export interface Ended {
  /** Undefined when a signal ended it. */
  readonly status: number | undefined;
  readonly out: string;
  readonly err: string;
}

type Tool = 'tutti' | 'batch_run' | 'batch_scp';

/** The built program to its end: nothing it started is left then. */
export const run = (
  tool: Tool,
  args: readonly string[],
  options: StartOptions = {},
): Promise<Ended> => new Started(tool, args, options).ended();

/** The built program without any terminal, so that it can ask nobody. */
export class Started {
  readonly sandbox: Sandbox;
  readonly #child: ChildProcess;
  readonly #closed: Promise<unknown[]>;
  #out = '';
  #err = '';

  constructor(tool: Tool, args: readonly string[], options: StartOptions = {}) {
    const { stdin, stdinOpen, stdout, sandbox, env } = options;
    const out = stdout === undefined ? undefined : openSync(stdout, 'w');
    this.sandbox = sandbox ?? new Sandbox();
    this.#child = spawn(process.execPath, [path.join(root, 'bin', `${tool}.js`), ...args], {
      cwd: this.sandbox.folder,
      env: { ...this.sandbox.env, ...env },
      detached: true, // a session of its own: no /dev/tty
      stdio: ['pipe', out ?? 'pipe', 'pipe'],
    });
    if (out !== undefined) closeSync(out);
    this.#child.stdout?.setEncoding('utf8').on('data', (text) => {
      this.#out += text;
    });
    this.#child.stderr?.setEncoding('utf8').on('data', (text) => {
      this.#err += text;
    });
    this.#child.stdin?.on('error', () => {}); // it need not read
    if (stdin !== undefined) this.#child.stdin?.write(stdin);
    if (!stdinOpen) this.#child.stdin?.end();
    this.#closed = once(this.#child, 'close');
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  async says(wanted: string | RegExp): Promise<this> {
    await until(
      () => `${wanted}; it said\n${this.#out}${this.#err}`,
      () => (typeof wanted === 'string' ? this.#out.includes(wanted) : wanted.test(this.#out)),
    );
    return this;
  }

  /** As `head` does when it has enough. */
  closeOutput(): void {
    this.#child.stdout?.destroy();
  }

  async ended(): Promise<Ended> {
    const [status] = await this.#closed;
    await this.sandbox.deserted();
    return { status: status === null ? undefined : Number(status), out: this.#out, err: this.#err };
  }
}
