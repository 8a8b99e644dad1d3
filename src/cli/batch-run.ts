import { UsageError } from '../domain/failure.ts';
import { quoted } from '../domain/quoted.ts';
import { shellWord } from '../domain/shell-word.ts';
import { batchTarget, readBatchOption, splitFlag, whereWords } from './batch-words.ts';
import type { Options, Settings } from './options.ts';

/** What `batch_run` was asked to do, as the executable or typed at the prompt. */
export type BatchRun =
  | {
      readonly kind: 'run';
      /** Hosts as they are, groups with their `@`: `h1,h2,@web_clusters`. */
      readonly target: string;
      readonly command: string;
      readonly options: Options;
    }
  | { readonly kind: 'help'; readonly topic: 'batch_run' }
  | { readonly kind: 'version' };

/** Its own words: one dash, and `-h` are hosts. */
interface Own {
  readonly h?: string;
  readonly g?: string;
  readonly cmd?: string;
}

const example = 'batch_run -h web01,web02 -g db_servers -cmd "df -h"';

/** Reads `batch_run`'s arguments; throws `UsageError` with the line to type. */
export function parseBatchRun(argv: readonly string[], { atPrompt = false } = {}): BatchRun {
  let own: Own = {};
  let settings: Settings = {};
  const reader = { tool: 'batch_run', own: ['cmd'], atPrompt } as const;
  for (let at = 0; at < argv.length; at++) {
    const word = argv[at] as string;
    if (!word.startsWith('-') || word === '-') throw strayWord(word, argv[at - 1], own);
    const flag = splitFlag(word);
    const { name, text } = flag;
    if (name === 'h' || name === 'g' || name === 'cmd') {
      const value = text ?? argv[++at];
      own = withOwn(own, name, value, own.cmd !== undefined && at >= argv.length);
      continue;
    }
    const read = readBatchOption(reader, flag, argv[at + 1], settings);
    settings = read.settings;
    if (read.tookNext) at++;
  }
  if (settings.help) return { kind: 'help', topic: 'batch_run' };
  if (settings.version) return { kind: 'version' };
  const { help, version, fold, count, files, ...rest } = settings;
  return { kind: 'run', ...whatAndWhere(own), options: rest };
}

function withOwn(own: Own, name: keyof Own, value: string | undefined, afterCommand: boolean): Own {
  if (own[name] !== undefined) throw givenTwice(own, name, value);
  if (value === undefined || value.trim() === '') {
    throw afterCommand && name === 'h' ? unquotedCommand(own, '-h') : withoutValue(name);
  }
  return { ...own, [name]: name === 'cmd' ? value : value.trim() };
}

function withoutValue(name: keyof Own): UsageError {
  const needs = { h: 'hosts', g: 'groups', cmd: 'a command' }[name];
  const write = { h: '-h web01,web02', g: '-g web_clusters', cmd: '-cmd "df -h"' }[name];
  return new UsageError(`-${name} needs ${needs} – write: ${write}`);
}

function givenTwice(own: Own, name: keyof Own, value: string | undefined): UsageError {
  if (name === 'cmd') {
    return new UsageError(
      'one command at a time: -cmd is given twice – join them: -cmd "first; second"',
    );
  }
  if (name === 'h' && own.cmd !== undefined) return unquotedCommand(own, '-h');
  const both = [own[name], value].filter(Boolean).join(',');
  return new UsageError(`-${name} is given twice – write: -${name} ${both}`);
}

/** `-cmd df -h` without quotes: the rest of the command looks like ours. */
const unquotedCommand = ({ cmd }: Own, next: string): UsageError =>
  new UsageError(
    `the command must be one word, but ${quoted(next)} follows it – quote it: -cmd "${cmd} ${next}"`,
  );

function strayWord(word: string, before: string | undefined, own: Own): UsageError {
  if (own.cmd !== undefined && before === own.cmd) return unquotedCommand(own, word);
  if (before?.endsWith(',')) {
    return new UsageError(`no blank after a comma – write: ${before}${word}`);
  }
  return new UsageError(`${quoted(word)} belongs to no option – write: ${example}`);
}

function whatAndWhere({ h, g, cmd }: Own): { target: string; command: string } {
  const command = cmd === undefined ? '"df -h"' : shellWord(cmd);
  const target = batchTarget(
    h,
    g,
    new UsageError(
      `batch_run needs hosts or groups – write: batch_run -h web01,web02 -cmd ${command}`,
    ),
  );
  if (cmd !== undefined) return { target, command: cmd };
  throw new UsageError(
    `batch_run needs a command – write: batch_run ${whereWords(h, g)} -cmd "df -h"`,
  );
}
