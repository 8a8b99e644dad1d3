import { UsageError } from '../domain/failure.ts';
import { splitWords } from './split-words.ts';

/** The assignment's two commands. */
export type BatchTool = 'batch_run' | 'batch_scp';

/** What a typed line means. */
export type Line =
  | { readonly kind: 'empty' }
  /** `@web`: the prompt moves there. Without its sigil. */
  | { readonly kind: 'target'; readonly target: string }
  /** `@-`: back to the target before. */
  | { readonly kind: 'back' }
  /** To the hosts; with a target, there and once. */
  | { readonly kind: 'command'; readonly command: string; readonly target?: string }
  | { readonly kind: 'builtin'; readonly name: string; readonly args: string }
  /** `!CMD`: on the operator's machine. */
  | { readonly kind: 'local'; readonly command: string }
  /** The assignment's line, typed at the prompt. */
  | { readonly kind: 'batch'; readonly tool: BatchTool; readonly argv: readonly string[] };

/** Reads a line; what is none of ours goes to the hosts as typed. @throws UsageError */
export function parseLine(text: string): Line {
  if (text.includes('\0'))
    throw new UsageError('the line holds a NUL byte, which no shell can read – remove it');
  const line = text.trim();
  if (line === '') return { kind: 'empty' };
  if (line === '@-') return { kind: 'back' };
  if (line.startsWith('@')) return atTarget(text.trimStart());
  if (/^:[a-zA-Z]/.test(line)) return builtin(line);
  if (line.startsWith('!')) return local(line);
  const [, tool] = /^(batch_run|batch_scp)(?:\s|$)/.exec(line) ?? [];
  if (tool !== undefined)
    return { kind: 'batch', tool: tool as BatchTool, argv: splitWords(line).slice(1) };
  return { kind: 'command', command: text };
}

/** A target ends at the first white space outside brackets. */
export function targetEnd(line: string): number {
  let depth = 0;
  for (let at = 0; at < line.length; at++) {
    const character = line[at] ?? '';
    if (character === '[') depth++;
    else if (character === ']') depth = Math.max(0, depth - 1);
    else if (depth === 0 && /\s/.test(character)) return at;
  }
  // A bracket that is never closed must not swallow the command.
  const space = line.search(/\s/);
  return depth > 0 && space >= 0 ? space : line.length;
}

function atTarget(line: string): Line {
  const end = targetEnd(line);
  const target = line.slice(1, end);
  const command = line.slice(end).trimStart();
  if (target === '') throw new UsageError('a target is missing after @ – write @web or press Tab');
  if (command.trim() === '') return { kind: 'target', target };
  return { kind: 'command', command, target };
}

function builtin(line: string): Line {
  const [word = ''] = line.split(/\s/, 1);
  return { kind: 'builtin', name: word.slice(1), args: line.slice(word.length).trim() };
}

function local(line: string): Line {
  const command = line.slice(1).trim();
  if (command === '') throw new UsageError('a command is missing after ! – write !ls');
  return { kind: 'local', command };
}
