import type { Host } from '../domain/host.ts';
import { shellQuote } from '../domain/shell-word.ts';
import { within } from '../transport/time-limit.ts';
import type { Shell } from './shell.ts';
import { type ShellKind, shellKind } from './shell-kinds.ts';
import { setup } from './shell-text.ts';

/** How long all of them together may take, ms. */
const filesMs = 10_000;

/**
 * Reads the startup files in a shell that was started without them, so that one that blocks, prints or replaces the
 * shell cannot break the start. `ended` settles when the shell ends meanwhile.
 */
export async function readStartupFiles(
  shell: Shell,
  rc: NonNullable<Host['rc']>,
  ended: Promise<unknown>,
  limit = filesMs,
): Promise<'read' | 'ended' | 'silent'> {
  const kind = shellKind(shell.facts.kind);
  const over = ended.then(() => 'ended' as const);
  const read = ask(shell, filesText(kind, rc)).then(() => ask(shell, idleLimitText));
  const answer = await within(limit, Promise.race([read, over]));
  if (answer === undefined) return 'silent';
  if (answer === 'ended') return 'ended';
  shell.idleLimit = Number(answer) || undefined;
  return 'read';
}

/** The output of a hidden line. Never settles if the shell ends first. */
function ask(shell: Shell, command: string): Promise<string> {
  const { promise, resolve } = Promise.withResolvers<string>();
  let said = '';
  shell.hidden(command, {
    output: (stream, bytes) => {
      if (stream === 'stdout') said += Buffer.from(bytes).toString('latin1');
    },
    marked: () => resolve(said),
  });
  return promise;
}

/**
 * Reads each file by itself: a mistake in one must not affect the next. Many files test for a prompt before they do
 * anything, and they may undo what makes the shell silent.
 */
function filesText(kind: ShellKind, rc: NonNullable<Host['rc']>): string {
  const lines = kind.files[rc].map((row) => {
    const tests = row.map((file) => `if [ -r ${file} ]; then . ${file}; el`);
    return `${kind.evalWord} ${shellQuote(`${tests.join('')}se :; fi`)}`;
  });
  return ["PS1='$ '", ...lines, 'unset __env', setup(kind)].join('\n');
}

/** A hardened host makes TMOUT readonly. */
const idleLimitText = `\\printf %s "\${TMOUT-}"`;
