import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import { kill, type Process, processesOf, until } from './processes.ts';

export const root = path.join(import.meta.dirname, '..', '..');

/** A home of its own for the program; everything started in it bears its name in the environment. */
export class Sandbox {
  readonly folder = mkdtempSync(path.join(tmpdir(), 'tutti-journey-'));
  readonly home = path.join(this.folder, 'home');
  readonly state = path.join(this.folder, 'state');
  readonly #scratch = path.join(this.folder, 'scratch');

  /** Taken away with all that still runs there when the test is over, however it ends. */
  constructor() {
    for (const folder of [this.home, this.state, this.#scratch]) mkdirSync(folder);
    onTestFinished(() => this.#remove());
  }

  /** Nothing of the developer's own settings. */
  get env(): Record<string, string> {
    return {
      PATH: process.env.PATH ?? '',
      HOME: this.home,
      SHELL: '/bin/sh',
      LANG: 'C.UTF-8',
      TERM: 'xterm-256color',
      TMPDIR: this.#scratch,
      XDG_STATE_HOME: this.state,
      XDG_CONFIG_HOME: path.join(this.home, '.config'),
      // Shared, or each start would compile the program anew.
      NODE_COMPILE_CACHE: path.join(tmpdir(), 'tutti-journey-compiled'),
    };
  }

  /** Returns the file's path. */
  write(name: string, text: string, mode = 0o600): string {
    const file = path.join(this.folder, name);
    writeFileSync(file, text, { mode });
    return file;
  }

  processes(): Process[] {
    return processesOf(this.folder);
  }

  /** Settles when no process is left of it, and no scratch directory of a demo. */
  async deserted(limit = 5000): Promise<void> {
    const left = () => this.processes().map(({ pid, argv }) => `${pid} ${argv}`);
    await until(
      () => `the end of ${left().join(', ')}`,
      () => left().length === 0,
      limit,
    );
    await until('the demo’s files to go', () => readdirSync(this.#scratch).length === 0, limit);
  }

  async #remove(): Promise<void> {
    await until('the end of all processes', () => {
      const left = this.processes();
      for (const { pid } of left) kill(pid);
      return left.length === 0;
    });
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }
}
