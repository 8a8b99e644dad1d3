import { UsageError } from '../domain/failure.ts';
import { nearest } from '../domain/nearest.ts';
import { quoted } from '../domain/quoted.ts';
import { shellWord } from '../domain/shell-word.ts';
import { checkPlace } from './check-place.ts';
import { type CompletionShell, completionShells } from './completion-shells.ts';
import { isTopic, type Topic, topics } from './help.ts';
import {
  type InventoryRequest,
  inventoryActions,
  inventoryRequest,
} from './inventory-arguments.ts';
import type { Options, Settings } from './options.ts';
import { readArguments, type Words } from './read-arguments.ts';
import type { TransferRequest } from './transfer-request.ts';
import { splitSettings, transferWords } from './transfer-words.ts';
import { verbs } from './verbs.ts';

/** What `tutti` was asked to do. A target is the text as typed, with or without its `@`. */
export type Invocation =
  /** The shell; where standard input is no terminal, its lines are run one after the other instead. */
  | { readonly kind: 'shell'; readonly target?: string; readonly options: Options }
  | {
      readonly kind: 'run';
      readonly target: string;
      readonly command: string;
      readonly options: Options;
    }
  | {
      readonly kind: 'transfer';
      readonly target: string;
      readonly request: TransferRequest;
      readonly options: Options;
    }
  | {
      readonly kind: 'hosts';
      readonly target: string;
      readonly fold: boolean;
      readonly count: boolean;
      readonly json: boolean;
      readonly options: Options;
    }
  | InventoryRequest
  | { readonly kind: 'completion'; readonly shell: CompletionShell }
  | { readonly kind: 'help'; readonly topic?: Topic }
  /** `details`: those of Node, ssh2 and OpenSSH too. */
  | { readonly kind: 'version'; readonly details?: true };

/** Reads `tutti`'s arguments (without node and script); throws `UsageError` for what cannot be meant. */
export function parseTutti(argv: readonly string[]): Invocation {
  checkDashes(argv);
  if (asksForHelp(argv)) return help(argv.filter((word) => !word.startsWith('-')).slice(0, 1));
  const words = readArguments(argv);
  if (words.settings.version) return { kind: 'version' };
  const [first, ...others] = words.words;
  switch (first) {
    case 'run':
      return run(words, others);
    case 'put':
    case 'get':
      return transfer(first, words, others);
    case 'hosts':
      return hosts(words, others);
    case 'inventory':
      return inventoryRequest(words, others);
    case 'help':
      return help(others);
    case 'completion':
      return completion(words, others);
    case 'version':
      return { kind: 'version', details: true };
    default:
      return shell(words);
  }
}

/** `tutti run @web df -h`: told before `-h` is taken for ours. */
function checkDashes(argv: readonly string[]): void {
  const [verb, target, ...command] = argv;
  if (verb !== 'run' || !target || target.startsWith('-') || argv.includes('--')) return;
  if (!command[0] || command[0].startsWith('-')) return;
  throw new UsageError(
    `tutti run needs -- before the command – write: tutti run ${shellWord(target)} -- ${shellWords(command)}`,
  );
}

function asksForHelp(argv: readonly string[]): boolean {
  const end = argv.indexOf('--');
  const before = end === -1 ? argv : argv.slice(0, end);
  return before.includes('--help') || before.includes('-h');
}

/** `tutti @web --help` is help too, only without a topic of its own. */
function help(words: readonly string[]): Invocation {
  const [topic, more] = words;
  if (topic === undefined) return { kind: 'help' };
  if (isTopic(topic)) return { kind: 'help', topic };
  if (verbs.some(({ name }) => name === topic)) return { kind: 'help' };
  if (more === undefined && /^[@%]|[^a-z_]/.test(topic)) return { kind: 'help' };
  const [near] = nearest(topic, topics);
  throw new UsageError(
    `no help on ${quoted(topic)} – ${near ? `did you mean tutti help ${near}?` : `there is: ${topics.join(', ')}`}`,
  );
}

function run({ settings, given, rest }: Words, words: readonly string[]): Invocation {
  checkPlace('run', given);
  const [target, ...more] = words;
  if (target === undefined || target === '') {
    const command = rest?.length ? shellWords(rest) : 'uptime';
    throw new UsageError(`tutti run needs a target – write: tutti run @all -- ${command}`);
  }
  if (rest === undefined && more.length > 0) {
    throw new UsageError(
      `tutti run needs -- before the command – write: tutti run ${shellWord(target)} -- ${shellWords(more)}`,
    );
  }
  if (more.length > 0) throw severalTargets(words, `tutti run %s -- ${shellWords(rest ?? [])}`);
  const command = rest?.length === 1 ? (rest[0] as string) : (rest ?? []).join(' ');
  if (command.trim() === '') {
    throw new UsageError(
      `tutti run needs a command – write: tutti run ${shellWord(target)} -- uptime`,
    );
  }
  return { kind: 'run', target, command, options: optionsOf(settings) };
}

function transfer(
  kind: 'put' | 'get',
  { settings, given, rest = [] }: Words,
  words: readonly string[],
): Invocation {
  checkPlace(kind, given);
  const [target, ...paths] = [...words, ...rest];
  if (target === undefined || target === '') {
    const line = kind === 'put' ? 'put @all test.py /tmp/' : 'get @all /etc/hosts ./';
    throw new UsageError(`tutti ${kind} needs a target – write: tutti ${line}`);
  }
  const before = `tutti ${kind} ${shellWord(target)}`;
  return { kind: 'transfer', target, ...transferWords(kind, paths, settings, before) };
}

function hosts({ settings, given, rest }: Words, words: readonly string[]): Invocation {
  checkPlace('hosts', given);
  const all = [...words, ...(rest ?? [])];
  const [target] = all;
  if (target === undefined || target === '') {
    throw new UsageError('tutti hosts needs a target – write: tutti hosts @all');
  }
  if (all.length > 1) throw severalTargets(all, 'tutti hosts %s');
  const { fold, count, print, files, ...others } = settings;
  if (fold && count) {
    throw new UsageError('--fold and --count exclude each other – keep one of them');
  }
  return {
    kind: 'hosts',
    target,
    fold: fold === true,
    count: count === true,
    json: print === 'json',
    options: others,
  };
}

function completion({ given }: Words, [name, more]: readonly string[]): Invocation {
  checkPlace('completion', given);
  const shell = completionShells.find((each) => each === name);
  if (shell && more === undefined) return { kind: 'completion', shell };
  throw new UsageError(
    `tutti completion needs the name of your shell: ${completionShells.join(', ')} – write: tutti completion bash`,
  );
}

function shell({ settings, given, words, rest }: Words): Invocation {
  const [target, ...more] = words;
  if (target === '') throw new UsageError('the target is empty – write: tutti @all');
  const [verb] = target?.startsWith('@')
    ? []
    : nearest(
        target ?? '',
        verbs.map(({ name }) => name),
      );
  if (rest !== undefined || more.length > 0) {
    throw noVerb(target, more, rest, verb);
  }
  checkPlace('shell', given);
  const start = target ?? (settings.demo === undefined ? undefined : '@all');
  return {
    kind: 'shell',
    ...(start !== undefined && { target: start }),
    options: optionsOf(settings),
  };
}

/** More than a target, and no verb in front: most likely a run. */
function noVerb(
  target: string | undefined,
  more: readonly string[],
  rest: readonly string[] | undefined,
  verb: string | undefined,
): UsageError {
  if (target === undefined) {
    return new UsageError(
      `a command needs a verb and a target – write: tutti run @all -- ${shellWords(rest ?? [])}`,
    );
  }
  if (inventoryActions.some((action) => action === target)) {
    const words = ['inventory', target, ...more, ...(rest ?? [])];
    return new UsageError(`no verb ${quoted(target)} – did you mean: tutti ${shellWords(words)}`);
  }
  if (verb) {
    const tail = rest === undefined ? '' : ` -- ${shellWords(rest)}`;
    return new UsageError(
      `no verb ${quoted(target)} – did you mean: tutti ${[verb, ...more].map(shellWord).join(' ')}${tail}`,
    );
  }
  const command = rest === undefined ? more : rest;
  const targets = rest === undefined ? [target] : [target, ...more];
  const line = `tutti run ${shellWord(targets.join(','))} -- ${shellWords(command)}`;
  const several =
    rest === undefined
      ? `, or for several targets: tutti ${shellWord([target, ...more].join(','))}`
      : '';
  return new UsageError(`to run one command, say so – write: ${line}${several}`);
}

const severalTargets = (words: readonly string[], line: string): UsageError =>
  new UsageError(
    `one target at a time, not ${words.length} – write: ${line.replace('%s', () => shellWord(words.join(',')))}`,
  );

const optionsOf = (settings: Settings): Options => splitSettings(settings).options;

const shellWords = (words: readonly string[]): string => words.map(shellWord).join(' ');
