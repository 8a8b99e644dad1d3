import { UsageError } from '../domain/failure.ts';
import { nearest } from '../domain/nearest.ts';
import { quoted } from '../domain/quoted.ts';
import { shellWord } from '../domain/shell-word.ts';
import { batchTarget, readBatchOption, splitFlag, whereWords } from './batch-words.ts';
import type { Options, Settings } from './options.ts';
import type { TransferRequest } from './transfer-request.ts';
import { splitSettings } from './transfer-words.ts';

/** What `batch_scp` was asked to do, as the executable or typed at the prompt. */
export type BatchScp =
  | {
      readonly kind: 'transfer';
      /** Hosts as they are, groups with their `@`: `h1,h2,@web_clusters`. */
      readonly target: string;
      readonly request: TransferRequest;
      readonly options: Options;
    }
  | { readonly kind: 'help'; readonly topic: 'batch_scp' }
  | { readonly kind: 'version' };

/** Its own words: one dash, and `-h` are hosts. `-local` of a put and `-remote` of a get may be said again. */
interface Own {
  readonly h?: string;
  readonly g?: string;
  readonly action?: string;
  readonly local: readonly string[];
  readonly remote: readonly string[];
}

const ownNames = ['h', 'g', 'action', 'local', 'remote'] as const;
type OwnName = (typeof ownNames)[number];

const isOwn = (name: string): name is OwnName => ownNames.some((own) => own === name);

const example = 'batch_scp -h web01,web02 -g db_servers -action put -local test.py -remote /tmp/';

/** Reads `batch_scp`'s arguments; throws `UsageError` with the line to type. */
export function parseBatchScp(argv: readonly string[], { atPrompt = false } = {}): BatchScp {
  let own: Own = { local: [], remote: [] };
  let settings: Settings = {};
  const reader = { tool: 'batch_scp', own: ownNames, atPrompt } as const;
  for (let at = 0; at < argv.length; at++) {
    const word = argv[at] as string;
    if (!word.startsWith('-') || word === '-') throw strayWord(word, argv[at - 1]);
    const flag = splitFlag(word);
    if (isOwn(flag.name)) {
      own = withOwn(own, flag.name, flag.text ?? argv[++at]);
      continue;
    }
    if (flag.name === 'cmd') throw notCopying(flag.text ?? argv[at + 1]);
    const read = readBatchOption(reader, flag, argv[at + 1], settings);
    settings = read.settings;
    if (read.tookNext) at++;
  }
  if (settings.help) return { kind: 'help', topic: 'batch_scp' };
  if (settings.version) return { kind: 'version' };
  return transferOf(own, settings);
}

function withOwn(own: Own, name: OwnName, value: string | undefined): Own {
  if (value === undefined || value.trim() === '') throw withoutValue(name);
  if (name === 'local' || name === 'remote') return { ...own, [name]: [...own[name], value] };
  const before = own[name];
  if (before === undefined) return { ...own, [name]: value.trim() };
  const both = name === 'action' ? value : `${before},${value}`;
  throw new UsageError(`-${name} is given twice – write: -${name} ${shellWord(both)}`);
}

function withoutValue(name: OwnName): UsageError {
  const needs = {
    h: 'hosts – write: -h web01,web02',
    g: 'groups – write: -g web_clusters',
    action: 'put or get – write: -action put',
    local: 'a path of this machine – write: -local test.py',
    remote: 'a path on the hosts – write: -remote /tmp/',
  };
  return new UsageError(`-${name} needs ${needs[name]}`);
}

function strayWord(word: string, before: string | undefined): UsageError {
  if (before?.endsWith(',')) {
    return new UsageError(`no blank after a comma – write: ${before}${word}`);
  }
  return new UsageError(`${quoted(word)} belongs to no option – write: ${example}`);
}

const notCopying = (command: string | undefined): UsageError =>
  new UsageError(
    `-cmd is for commands, batch_scp copies files – write: batch_run -h web01 -cmd ${shellWord(command ?? 'df -h')}`,
  );

function transferOf(own: Own, settings: Settings): BatchScp {
  const { h, g, local, remote } = own;
  const { flags, options } = splitSettings(settings);
  const kind = actionOf(own);
  const rest = restWords(kind, local, remote);
  const otherwise = `batch_scp needs hosts or groups – write: batch_scp -h web01,web02 ${rest}`;
  const target = batchTarget(h, g, new UsageError(otherwise));
  const line = `batch_scp ${whereWords(h, g)} ${rest}`;
  if (local.length === 0) throw new UsageError(`${kind} needs -local – write: ${line}`);
  if (remote.length === 0) throw new UsageError(`${kind} needs -remote – write: ${line}`);
  const [sources, destinations] = kind === 'put' ? [local, remote] : [remote, local];
  const [destination = ''] = destinations;
  if (destinations.length > 1) {
    const flag = kind === 'put' ? '-remote' : '-local';
    throw new UsageError(`${kind} has one ${flag}, not ${destinations.length} – write: ${line}`);
  }
  const request = { kind, sources, destination, options: flags };
  return { kind: 'transfer', target, request, options };
}

function actionOf(own: Own): 'put' | 'get' {
  const { action } = own;
  if (action === 'put' || action === 'get') return action;
  const near = meanings[action?.toLowerCase() ?? ''] ?? nearest(action ?? '', ['put', 'get'])[0];
  const kind = near === 'get' ? 'get' : 'put';
  const where = whereWords(own.h, own.g) || '-h web01,web02';
  const line = `batch_scp ${where} ${restWords(kind, own.local, own.remote)}`;
  if (action === undefined) {
    throw new UsageError(`batch_scp needs -action put or -action get – write: ${line}`);
  }
  throw new UsageError(`no action ${quoted(action)}, there are put and get – write: ${line}`);
}

/** What people say elsewhere. */
const meanings: Readonly<Record<string, 'put' | 'get'>> = {
  push: 'put',
  upload: 'put',
  send: 'put',
  pull: 'get',
  download: 'get',
  fetch: 'get',
};

function restWords(
  kind: 'put' | 'get',
  local: readonly string[],
  remote: readonly string[],
): string {
  const defaults =
    kind === 'put' ? { local: 'test.py', remote: '/tmp/' } : { local: './', remote: '/etc/hosts' };
  const some = (flag: 'local' | 'remote', given: readonly string[], most: number) =>
    (given.length === 0 ? [defaults[flag]] : given.slice(0, most))
      .map((value) => `-${flag} ${shellWord(value)}`)
      .join(' ');
  const many = Number.POSITIVE_INFINITY;
  const words = [
    some('local', local, kind === 'put' ? many : 1),
    some('remote', remote, kind === 'put' ? 1 : many),
  ];
  return `-action ${kind} ${words.join(' ')}`;
}
