import type { ShellPart, Snapshot } from '../domain/remembered.ts';
import { shellQuote } from '../domain/shell-word.ts';
import { decodePath, type Mark } from './mark.ts';
import type { Shell } from './shell.ts';
import { type ShellKind, shellKind } from './shell-kinds.ts';
import { exportedName, statements } from './shell-statements.ts';

export interface Restored {
  /** What was restored, e.g. `cwd`. */
  readonly what: readonly string[];
  readonly problem?: string;
}

/** The state of the previous shell. */
export interface Before {
  /** The last directory it reported (latin1). */
  readonly cwd: string;
  readonly snapshot?: Snapshot;
}

/** Restores the state of the previous shell in a new one. `ended` settles when the shell ends meanwhile. */
export async function restore(
  shell: Shell,
  { cwd, snapshot }: Before,
  ended: Promise<unknown>,
): Promise<Restored | 'ended'> {
  const kind = shellKind(shell.facts.kind);
  const there = await changeDirectory(shell, kind, cwd, ended);
  if (there === 'ended' || snapshot?.kind !== kind.name) return there;
  const mark = await hidden(shell, replayScript(kind, snapshot), ended);
  if (mark === 'ended') return 'ended';
  const again = replayed.filter((part) => snapshot.parts[part] !== undefined);
  return { ...there, what: [...there.what, ...again.map((part) => names[part])] };
}

async function changeDirectory(
  shell: Shell,
  kind: ShellKind,
  cwd: string,
  ended: Promise<unknown>,
): Promise<Restored | 'ended'> {
  if (cwd === '' || cwd === shell.lastMark.cwd) return { what: ['cwd'] };
  const mark = await hidden(shell, `${kind.builtin} cd -- ${shellQuote(cwd)} || :`, ended);
  if (mark === 'ended') return 'ended';
  if (mark.cwd === cwd) return { what: ['cwd'] };
  const problem = `${decodePath(cwd)} cannot be entered any more, now in ${decodePath(mark.cwd)}`;
  return { what: [], problem };
}

function hidden(shell: Shell, script: string, ended: Promise<unknown>): Promise<Mark | 'ended'> {
  const { promise, resolve } = Promise.withResolvers<Mark | 'ended'>();
  void ended.then(() => resolve('ended'));
  shell.hidden(script, { output: () => {}, marked: resolve });
  return promise;
}

/**
 * Functions may need `shopt` options to be parsed, so options come first; aliases would be expanded in their text, so
 * they come last.
 */
const replayed: readonly ShellPart[] = ['options', 'exports', 'umask', 'functions', 'aliases'];
const names: Readonly<Record<ShellPart, string>> = {
  options: 'shell options',
  exports: 'exports',
  umask: 'umask',
  functions: 'functions',
  aliases: 'aliases',
};

/** Each statement by itself: that a variable is readonly is expected, but would stop some shells. */
function replayScript(kind: ShellKind, { parts }: Snapshot): string {
  const scripts = replayed.flatMap((part) => {
    const list = parts[part];
    if (list === undefined) return [];
    switch (part) {
      case 'exports':
        return statements(list).filter((statement) => !ofConnection.has(exportedName(statement)));
      case 'aliases':
        return statements(list).map((statement) => kind.aliasWord + statement);
      case 'functions':
        return ['unalias -a', list];
      default:
        return [list];
    }
  });
  const evals = scripts.map((script) => `${kind.evalWord} ${shellQuote(script)}`);
  return `{ ${[...evals, ':'].join('\n')}\n} >/dev/null 2>&1`;
}

/** Variables that belong to the connection or to the shell itself. */
const ofConnection: ReadonlySet<string | undefined> = new Set([
  ...['PWD', 'OLDPWD', 'SHLVL', '_', 'TMOUT', 'HISTFILE'],
  ...['SSH_CONNECTION', 'SSH_CLIENT', 'SSH_TTY', 'SUDO_ASKPASS', 'XDG_SESSION_ID'],
]);
