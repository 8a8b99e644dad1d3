import { UsageError } from '../domain/failure.ts';
import { shellWord } from '../domain/shell-word.ts';
import { checkAtPrompt } from './check-place.ts';
import type { Options, Settings } from './options.ts';
import { readArguments } from './read-arguments.ts';
import type { TransferFlags, TransferRequest } from './transfer-request.ts';

export interface TransferWords {
  readonly request: TransferRequest;
  readonly options: Options;
}

/**
 * The words behind `:put` and `:get`: options, then the paths.
 * @throws UsageError with the line to type
 */
export function parseTransferWords(kind: 'put' | 'get', argv: readonly string[]): TransferWords {
  const { settings, given, words, rest = [] } = readArguments(argv);
  const wrong = given.find((option) => !option.places.includes(kind));
  if (wrong) throw new UsageError(`--${wrong.name} means nothing to :${kind} – leave it out`);
  for (const option of given) checkAtPrompt(option, `--${option.name}`);
  return transferWords(kind, [...words, ...rest], settings, `:${kind}`);
}

/** `before` is what stands in front of the paths, for the line to type. */
export function transferWords(
  kind: 'put' | 'get',
  paths: readonly string[],
  settings: Settings,
  before: string,
): TransferWords {
  const { flags, options } = splitSettings(settings);
  const destination = paths.at(-1);
  const sources = paths.slice(0, -1);
  if (destination !== undefined && sources.length > 0 && !paths.includes('')) {
    return { request: { kind, sources, destination, options: flags }, options };
  }
  const [one] = paths.filter((path) => path !== '');
  const [from, to] = kind === 'put' ? ['test.py', '/tmp/'] : ['/etc/hosts', './'];
  const needs =
    kind === 'put' ? 'local files and a remote path' : 'remote files and a local folder';
  throw new UsageError(`${kind} needs ${needs} – write: ${before} ${shellWord(one ?? from)} ${to}`);
}

/** What is said about the files, and what about everything else. */
export function splitSettings(settings: Settings): {
  readonly flags: TransferFlags;
  readonly options: Options;
} {
  const { files = {}, fold, count, help, version, ...options } = settings;
  return { flags: files, options };
}
