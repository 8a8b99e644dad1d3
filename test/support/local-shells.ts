import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ShellChoice } from '../../src/domain/host.ts';

export interface LocalShell {
  /** The row of the acceptance table. */
  readonly name: 'bash' | 'dash' | 'ash' | 'zsh';
  readonly choice: ShellChoice;
  readonly program: string;
}

const rows: readonly LocalShell[] = [
  { name: 'bash', choice: 'bash', program: 'bash' },
  { name: 'dash', choice: 'sh', program: 'dash' },
  { name: 'ash', choice: 'sh', program: 'busybox' },
  { name: 'zsh', choice: 'zsh', program: 'zsh' },
];

/** The shells that this machine has; the others are named in `missingShells`. */
export const localShells = rows.filter(({ program }) => findProgram(program) !== undefined);
export const missingShells = rows
  .filter((row) => !localShells.includes(row))
  .map(({ name }) => name);

export function findProgram(name: string): string | undefined {
  for (const folder of ['/usr/bin', '/bin', '/usr/local/bin', '/usr/sbin']) {
    if (existsSync(join(folder, name))) return realpathSync(join(folder, name));
  }
  return undefined;
}

/** A home directory of a host, with its own `sh` in front of PATH. */
export class Scratch {
  readonly folder = realpathSync(mkdtempSync(join(tmpdir(), 'tutti-test-')));
  readonly home = join(this.folder, 'home');
  readonly bin = join(this.folder, 'bin');
  readonly temp = join(this.folder, 'tmp');

  constructor() {
    mkdirSync(this.home);
    mkdirSync(this.bin);
    mkdirSync(this.temp);
  }

  /** Puts `program` there under another name. */
  provide(program: string, as = program): this {
    const found = findProgram(program);
    if (found === undefined) throw new Error(`${program} is not installed`);
    symlinkSync(found, join(this.bin, as));
    return this;
  }

  /** `only`: nothing but what was provided. */
  env(only = false): Record<string, string> {
    return {
      HOME: this.home,
      TMPDIR: this.temp,
      PATH: only ? this.bin : `${this.bin}:/usr/local/bin:/usr/bin:/bin:/usr/sbin`,
      USER: 'tester',
      SHELL: '/bin/sh',
      LANG: 'C.UTF-8',
    };
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Processes whose command line holds `text`. */
export function processesWith(text: string): string[] {
  const all = execFileSync('ps', ['-A', '-o', 'pid=,stat=,args='], { encoding: 'utf8' });
  return all.split('\n').filter((line) => line.includes(text) && !/^\s*\d+ Z/.test(line));
}
