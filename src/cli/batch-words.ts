import { UsageError } from '../domain/failure.ts';
import { quoted } from '../domain/quoted.ts';
import { shellWord } from '../domain/shell-word.ts';
import { checkAtPrompt } from './check-place.ts';
import { type Option, options, type Settings, takesNext } from './options.ts';
import { readOption, unknownOption } from './read-arguments.ts';

/** The assignment's two commands, whose own options have one dash and of which `-h` means hosts. */
export type BatchTool = 'batch_run' | 'batch_scp';

export interface BatchFlag {
  readonly name: string;
  readonly flag: string;
  /** What stands behind `=`. */
  readonly text?: string;
}

/** Which tool's options are read, and where. */
export interface BatchReader {
  readonly tool: BatchTool;
  /** The names of the options that are its own. */
  readonly own: readonly string[];
  /** Typed at the prompt, where the inventory is open and a view shows the output. */
  readonly atPrompt: boolean;
}

/** `-timeout`, `--timeout`, `--timeout=30`. */
export function splitFlag(word: string): BatchFlag {
  const equals = word.indexOf('=');
  const flag = equals === -1 ? word : word.slice(0, equals);
  const name = flag.replace(/^--?/, '');
  return { name, flag, ...(equals !== -1 && { text: word.slice(equals + 1) }) };
}

/**
 * One option that every tool has, with one dash or two; `next` is the word behind it.
 * @throws UsageError for one that is unknown, written wrongly or means nothing there
 */
export function readBatchOption(
  reader: BatchReader,
  { name, flag, text }: BatchFlag,
  next: string | undefined,
  before: Settings,
): { readonly settings: Settings; readonly tookNext: boolean } {
  const option = findOption(reader, name, flag);
  if (reader.atPrompt) checkAtPrompt(option, flag);
  const tookNext = text === undefined && option.value !== undefined && hasValue(option, next);
  const settings = readOption(option, flag, tookNext ? next : text, before);
  return { settings: { ...before, ...settings }, tookNext };
}

function findOption({ tool, own }: BatchReader, name: string, flag: string): Option {
  const wanted = name === 'f' ? 'fanout' : name;
  const known = options.filter((option) => option.places.includes(tool));
  const option = known.find((option) => option.name === wanted);
  if (option) return option;
  const dashes = flag.startsWith('--') ? '--' : '-';
  throw unknownOption(flag, [
    ...own.map((name) => `-${name}`),
    ...known.map((option) => `${dashes}${option.name}`),
  ]);
}

function hasValue(option: Option, next: string | undefined): boolean {
  if (next === undefined) return false;
  return option.optional ? takesNext(option, next) : !next.startsWith('--');
}

/** `-h` and `-g` as one target: hosts as they are, groups with their `@`. `otherwise` is the line to type when both are missing. */
export function batchTarget(
  hosts: string | undefined,
  groups: string | undefined,
  otherwise: UsageError,
): string {
  if (hosts === undefined && groups === undefined) throw otherwise;
  const some = hosts === undefined ? [] : names('h', hosts);
  const others = groups === undefined ? [] : names('g', groups);
  return [...some, ...others.map((name) => `@${name.replace(/^@/, '')}`)].join(',');
}

/** What was given of `-h` and `-g`, to be typed again. */
export const whereWords = (hosts: string | undefined, groups: string | undefined): string =>
  [hosts && `-h ${shellWord(hosts)}`, groups && `-g ${shellWord(groups)}`]
    .filter(Boolean)
    .join(' ');

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
