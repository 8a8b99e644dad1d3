import { UsageError } from '../domain/failure.ts';
import { quoted } from '../domain/quoted.ts';
import { type Option, type Options, options, type Settings } from './options.ts';
import { readOption, unknownOption } from './read-arguments.ts';
import { shellWord } from './shell-word.ts';

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
export function parseBatchRun(argv: readonly string[]): BatchRun {
  let own: Own = {};
  let settings: Settings = {};
  for (let at = 0; at < argv.length; at++) {
    const word = argv[at] as string;
    if (!word.startsWith('-') || word === '-') throw strayWord(word, argv[at - 1], own);
    const { name, flag, text } = splitOption(word);
    if (name === 'h' || name === 'g' || name === 'cmd') {
      const value = text ?? argv[++at];
      own = withOwn(own, name, value, own.cmd !== undefined && at >= argv.length);
      continue;
    }
    const option = findOption(name, flag);
    const takesNext =
      text === undefined && option.value !== undefined && hasValue(option, argv[at + 1]);
    const value = takesNext ? argv[++at] : text;
    settings = { ...settings, ...readOption(option, flag, value, settings) };
  }
  if (settings.help) return { kind: 'help', topic: 'batch_run' };
  if (settings.version) return { kind: 'version' };
  const { help, version, fold, count, ...rest } = settings;
  return { kind: 'run', ...whatAndWhere(own), options: rest };
}

function splitOption(word: string): { name: string; flag: string; text?: string } {
  const equals = word.indexOf('=');
  const flag = equals === -1 ? word : word.slice(0, equals);
  const name = flag.replace(/^--?/, '');
  return { name, flag, ...(equals !== -1 && { text: word.slice(equals + 1) }) };
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

function findOption(name: string, flag: string): Option {
  const wanted = name === 'f' ? 'fanout' : name;
  const option = options.find((option) => option.name === wanted);
  if (option?.places.includes('batch_run')) return option;
  const dashes = flag.startsWith('--') ? '--' : '-';
  const known = options.filter((option) => option.places.includes('batch_run'));
  throw unknownOption(flag, ['-cmd', ...known.map((option) => `${dashes}${option.name}`)]);
}

function hasValue(option: Option, next: string | undefined): boolean {
  if (next === undefined) return false;
  return option.optional ? /^\d+$/.test(next) : !next.startsWith('--');
}

function whatAndWhere({ h, g, cmd }: Own): { target: string; command: string } {
  if (h === undefined && g === undefined) {
    const command = cmd === undefined ? '"df -h"' : shellWord(cmd);
    throw new UsageError(
      `batch_run needs hosts or groups – write: batch_run -h web01,web02 -cmd ${command}`,
    );
  }
  if (cmd === undefined) {
    const where = [h && `-h ${shellWord(h)}`, g && `-g ${shellWord(g)}`].filter(Boolean).join(' ');
    throw new UsageError(`batch_run needs a command – write: batch_run ${where} -cmd "df -h"`);
  }
  const hosts = h === undefined ? [] : names('h', h);
  const groups = g === undefined ? [] : names('g', g).map((name) => `@${name.replace(/^@/, '')}`);
  return { target: [...hosts, ...groups].join(','), command: cmd };
}

/** Names joined with commas; a comma inside brackets belongs to its node set. */
function names(flag: 'h' | 'g', list: string): string[] {
  const outside = list.replace(/\[[^\]]*\]/g, '');
  if (/[!&^]/.test(outside)) {
    throw new UsageError(
      `-${flag} takes names joined with commas, not ${quoted(list)} – for ! & and ^ write: tutti run TARGET -- COMMAND`,
    );
  }
  const found = list.split(/,(?![^[]*\])/).map((name) => name.trim());
  if (found.every((name) => name !== '' && !/\s/.test(name))) return found;
  const clean = found.flatMap((name) => name.split(/\s+/)).filter((name) => name !== '');
  throw new UsageError(
    `-${flag} takes names joined with single commas, not ${quoted(list)} – write: -${flag} ${shellWord(clean.join(','))}`,
  );
}
