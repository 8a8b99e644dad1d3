import { UsageError } from '../domain/failure.ts';
import { nearest } from '../domain/nearest.ts';
import { quoted } from '../domain/quoted.ts';
import { type Option, options, type Settings, takesNext } from './options.ts';

export interface Words {
  readonly settings: Settings;
  /** The options that were given, in order. */
  readonly given: readonly Option[];
  readonly words: readonly string[];
  /** What follows `--`; absent without it. */
  readonly rest?: readonly string[];
}

/** Sorts the words of a command line; throws `UsageError` for an option that is unknown or written wrongly. */
export function readArguments(argv: readonly string[]): Words {
  const end = argv.indexOf('--');
  const before = end === -1 ? argv : argv.slice(0, end);
  const given: Option[] = [];
  const words: string[] = [];
  let settings: Settings = {};
  for (let at = 0; at < before.length; at++) {
    const word = before[at] as string;
    if (!word.startsWith('-') || word === '-') {
      words.push(word);
      continue;
    }
    const { option, flag, text } = findOption(word);
    const value = text ?? valueIn(option, before[at + 1]);
    if (text === undefined && value !== undefined) at++;
    settings = { ...settings, ...readOption(option, flag, value, settings) };
    given.push(option);
  }
  return { settings, given, words, ...(end !== -1 && { rest: argv.slice(end + 1) }) };
}

function findOption(word: string): { option: Option; flag: string; text?: string } {
  const equals = word.indexOf('=');
  const flag = equals === -1 ? word : word.slice(0, equals);
  const name = flag === '-h' ? 'help' : flag.slice(2);
  const option = flag === '-h' || flag.startsWith('--') ? named(name) : undefined;
  if (!option)
    throw unknownOption(
      flag,
      options.map((option) => `--${option.name}`),
    );
  return { option, flag, ...(equals !== -1 && { text: word.slice(equals + 1) }) };
}

const named = (name: string) => options.find((option) => option.name === name);

/** The sentence for an option that nobody knows, with the nearest of those there are. */
export function unknownOption(flag: string, known: readonly string[]): UsageError {
  const bare = new Map(known.map((option) => [option.replace(/^-+/, ''), option]));
  const [near] = nearest(flag.replace(/^-+/, ''), bare.keys());
  const advice = near === undefined ? 'see --help' : `did you mean ${bare.get(near)}?`;
  return new UsageError(`unknown option ${quoted(flag)} – ${advice}`);
}

/** The next word, where it is this option's value. */
function valueIn(option: Option, next: string | undefined): string | undefined {
  if (!option.value || next === undefined) return undefined;
  if (option.optional) return takesNext(option, next) ? next : undefined;
  return next.startsWith('--') ? undefined : next;
}

/** What an option with this value says; `before` is what was said already. */
export function readOption(
  option: Option,
  flag: string,
  value: string | undefined,
  before: Settings,
): Settings {
  if (!option.value && value !== undefined) {
    throw new UsageError(`${flag} takes no value, not even ${quoted(value)} – write ${flag} alone`);
  }
  if (option.value && !option.optional && (value === undefined || value === '')) {
    throw new UsageError(`${flag} needs a value – write ${flag} ${option.example}`);
  }
  const settings = option.read(value ?? '', flag, before);
  if (settings.print && before.print && settings.print !== before.print) {
    throw new UsageError(
      `--${before.print} and --${settings.print} exclude each other – keep one of them`,
    );
  }
  return settings;
}
