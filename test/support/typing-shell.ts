import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { type IPty, spawn } from '@lydell/node-pty';
import { until } from './processes.ts';
import { root, type Sandbox } from './sandbox.ts';

export const hasShell = (shell: string): boolean =>
  spawnSync(shell, ['-c', 'exit 0'], { stdio: 'ignore' }).status === 0;

/** The environment of a shell that finds our three programs, as they are built. */
export function withTools(sandbox: Sandbox): Record<string, string> {
  const bin = path.join(sandbox.folder, 'bin');
  mkdirSync(bin, { recursive: true });
  for (const tool of ['tutti', 'batch_run', 'batch_scp']) {
    const script = path.join(root, 'bin', `${tool}.js`);
    const file = sandbox.write(
      `bin/${tool}`,
      `#!/bin/sh\nexec "${process.execPath}" "${script}" "$@"\n`,
    );
    chmodSync(file, 0o755);
  }
  return { ...sandbox.env, PATH: `${bin}:${sandbox.env.PATH}` };
}

/** A real shell on a terminal; settles when our completion is loaded. `load`: how; absent: as the help says. */
export async function typingShell(
  shell: keyof typeof shells,
  sandbox: Sandbox,
  load: string = shells[shell].load,
): Promise<TypingShell> {
  const typing = new TypingShell(shell, sandbox, load);
  await typing.ready();
  return typing;
}

export class TypingShell {
  readonly #shell: IPty;
  #said = '';

  constructor(shell: keyof typeof shells, sandbox: Sandbox, load: string) {
    const { argv, setUp } = shells[shell];
    this.#shell = spawn(shell, [...argv], {
      cols: 2000, // nothing is wrapped
      rows: 50,
      name: 'dumb',
      cwd: sandbox.folder,
      env: { ...withTools(sandbox), PS1: '$ ', TERM: 'dumb' },
    });
    this.#shell.onData((text) => {
      this.#said += text;
    });
    this.#shell.write(`${setUp}; ${load}; printf 'set %s\\n' up\r`);
  }

  ready(): Promise<void> {
    return until(
      () => `the shell; it said ${JSON.stringify(this.#said)}`,
      () => this.#said.includes('set up'),
      slow,
    );
  }

  /** What the line is when Tab was pressed behind the text. */
  async tab(text: string): Promise<string> {
    const from = this.#said.length;
    this.#shell.write(`${text}\t\x07`);
    const shown = () => /<<<(.*)>>>/.exec(this.#said.slice(from));
    await until(
      () => `the line behind ${text}; it said ${JSON.stringify(this.#said.slice(from))}`,
      () => shown() !== null,
      slow,
    );
    this.#shell.write('\x15');
    return shown()?.[1] ?? '';
  }

  end(): void {
    this.#shell.kill('SIGKILL');
  }
}

/** ms; zsh reads hundreds of files first, and the machine may be busy. */
const slow = 60_000;

/** Ctrl-G prints the line as the shell has it. */
const shells = {
  bash: {
    argv: ['--noprofile', '--norc', '-i'],
    load: 'eval "$(tutti completion bash)"',
    setUp: `bind -x '"\\C-g": printf "<<<%s>>>\\n" "$READLINE_LINE"'`,
  },
  zsh: {
    argv: ['-f', '-i'],
    load: 'compinit -u -D; eval "$(tutti completion zsh)"',
    setUp: `autoload -Uz compinit; show() { print -r -- "<<<$BUFFER>>>" }; zle -N show; bindkey '^G' show; bindkey '^U' kill-whole-line`,
  },
} as const;
