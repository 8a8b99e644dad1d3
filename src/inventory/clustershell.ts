import path from 'node:path';
import { UsageError } from '../domain/failure.ts';
import { fold } from '../domain/fold.ts';
import { InventoryError } from '../domain/inventory.ts';
import { nearest } from '../domain/nearest.ts';
import { quoted } from '../domain/quoted.ts';
import { type ClusterShellConf, readGroupsConf } from './clustershell/conf.ts';
import { evaluation } from './clustershell/evaluate.ts';
import { flatSource, yamlSources } from './clustershell/files.ts';
import type { GroupSource } from './clustershell/source.ts';
import { Draft } from './draft.ts';
import { eachAtOnce } from './each-at-once.ts';
import type { Format } from './formats.ts';
import { type Place, problem } from './place.ts';
import { type SourceFile, wrongFile } from './source-file.ts';
import type { Written } from './written.ts';
import { isClusterShellYaml } from './yaml-kind.ts';

/** Groups of the default source have bare names, those of others are SOURCE:GROUP, as on ClusterShell's command lines. */
export const clustershell: Format = {
  name: 'clustershell',
  summary: "ClusterShell's groups.conf, groups.d/*.yaml and *.cfg",
  matches: (source) => kindOf(source) !== undefined,
  read: readClusterShell,
};

type Kind = 'groups.conf' | 'yaml' | 'flat';

function kindOf(source: SourceFile): Kind | undefined {
  const { path: file, text } = source;
  const name = path.basename(file);
  const isIni = !/\.(ya?ml|json)$/.test(name) && /^\[[^\]]+\]\s*$/m.test(text);
  if (isIni && (/^groups\.conf$/.test(name) || saysSources.test(text))) return 'groups.conf';
  if (isClusterShellYaml(source)) return 'yaml';
  const lines = text.split(/\r?\n/).filter((line) => !/^\s*(#.*)?$/.test(line));
  const isFlat = lines.length > 0 && lines.every((line) => /^[\w@.+-]+:(\s|$)/.test(line));
  const isNamed = /\.cfg$/.test(name) || name === 'groups';
  return isFlat && isNamed ? 'flat' : undefined;
}

/** `default` means a source only in [Main]. */
const saysSources = /^(map|confdir|groupsdir|autodir)\s*[:=]|^\[Main\]\s+default\s*[:=]/m;

async function readClusterShell(source: SourceFile): Promise<Written> {
  const { sources: all, standard } = await sourcesOf(source);
  const sources = new Map(all.map((each) => [each.name, each]));
  const first = standard ? sources.get(standard) : all[0];
  if (!first) throw noSource(source, standard, [...sources.keys()]);
  const draft = new Draft(source.path);
  const sets = evaluation(sources, first);
  const says = await first.all().then(
    (text) => text !== undefined,
    () => true,
  );
  if (says) addHosts(await hostsOf(first.placeOf('all'), sets.all(first), draft), first, draft);
  const own = new Set(draft.hosts.keys());
  for (const each of new Set([first, ...sources.values()])) await addGroups(each, each === first);
  const others = [...draft.hosts.keys()].filter((host) => !own.has(host));
  if (others.length > 0 && own.size > 0) {
    addGroup('all', own, first.placeOf('all'), draft);
    draft.note(
      first.place,
      `@all is more here than for ClusterShell, which leaves ${quoted(fold(others))} out`,
    );
  }
  return draft.written();

  async function addGroups(from: GroupSource, isFirst: boolean): Promise<void> {
    const names = await namesOf(from, isFirst, draft);
    // Asked at once, so that they are there when they are looked at one by one.
    await eachAtOnce(8, names, (name) => from.map(name).then(ignored, ignored));
    for (const name of names) {
      const place = from.placeOf(name);
      const hosts = await hostsOf(place, sets.group(from, name), draft);
      addHosts(hosts, from, draft);
      addGroup(isFirst ? name : `${from.name}:${name}`, hosts, place, draft);
      if (isFirst && !says) for (const host of hosts) own.add(host);
    }
  }
}

async function sourcesOf(source: SourceFile): Promise<ClusterShellConf> {
  switch (kindOf(source)) {
    case 'groups.conf':
      return readGroupsConf(source);
    case 'flat':
      return { sources: [flatSource(source)] };
    default:
      return { sources: yamlSources(source) };
  }
}

/** Names that cannot be listed are told; without those of the default source there is nothing to choose from. */
async function namesOf(
  from: GroupSource,
  isFirst: boolean,
  draft: Draft,
): Promise<readonly string[]> {
  try {
    const names = await from.list();
    if (names) return [...new Set(names)].filter((name) => name !== 'all');
    draft.note(
      from.place,
      `the groups of source ${quoted(from.name)} cannot be listed – write list:`,
    );
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    if (isFirst) draft.wrong(from.place, error.message);
    else draft.note(from.place, `source ${quoted(from.name)} is left out: ${error.message}`);
  }
  return [];
}

async function hostsOf(
  place: Place,
  finding: Promise<ReadonlySet<string>>,
  draft: Draft,
): Promise<ReadonlySet<string>> {
  try {
    return await finding;
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    draft.wrong(place, error.message);
    return new Set();
  }
}

function addHosts(hosts: ReadonlySet<string>, from: GroupSource, draft: Draft): void {
  for (const host of hosts) draft.host(host, from.place);
}

function addGroup(name: string, hosts: ReadonlySet<string>, place: Place, draft: Draft): void {
  const group = draft.group(name, place);
  if (hosts.size > 0) group.members.set(fold(hosts), place);
}

function noSource(
  source: SourceFile,
  standard: string | undefined,
  names: readonly string[],
): InventoryError {
  if (standard === undefined || names.length === 0)
    return wrongFile(
      source.path,
      'there is no source of groups – write [local] with map:, all: and list:',
    );
  const near = nearest(standard, names, 1)[0] ?? names[0];
  const message = `the default source ${quoted(standard)} is not there – write default: ${near}`;
  return new InventoryError([problem(source.path, { line: 1, column: 1 }, message)]);
}

const ignored = (): void => {};
