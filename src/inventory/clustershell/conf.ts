import { globSync, statSync } from 'node:fs';
import path from 'node:path';
import { InventoryError } from '../../domain/inventory.ts';
import {
  type Option,
  type PythonIni,
  rawValue,
  readPythonIni,
  type Section,
} from '../configparser/python-ini.ts';
import { inOrder, type Place, problem } from '../place.ts';
import { shellWords } from '../shell-words.ts';
import { readSourceFile, type SourceFile } from '../source-file.ts';
import { checkTrusted } from '../trusted.ts';
import { yamlSources } from './files.ts';
import type { GroupSource } from './source.ts';
import { upcallSource } from './upcalls.ts';

export interface ClusterShellConf {
  readonly sources: readonly GroupSource[];
  /** The name of the default source, where it is said. */
  readonly standard?: string;
}

/** groups.conf with its confdir and autodir, in ClusterShell's order (NodeUtils.py, `_parse_config`). @throws InventoryError */
export async function readGroupsConf(source: SourceFile): Promise<ClusterShellConf> {
  const folder = path.dirname(path.resolve(source.path));
  const ini = readIni(source);
  const main = ini.sections.get('Main');
  const sources: GroupSource[] = [];
  for (const confdir of foldersOf(main?.options.get('groupsdir') ?? main?.options.get('confdir'))) {
    for (const file of globSync(path.join(confdir, '*.conf')).sort()) {
      const part = await readSourceFile(file);
      sources.push(...upcallSources(part, readIni(part), confdir));
    }
  }
  for (const autodir of foldersOf(main?.options.get('autodir'))) {
    for (const file of globSync(path.join(autodir, '*.yaml')).sort())
      sources.push(...yamlSources(await readSourceFile(file)));
  }
  sources.push(...upcallSources(source, ini, folder));
  const standard = main?.options.get('default');
  return { sources, ...(standard && { standard: rawValue(standard) }) };

  /** $CFGDIR is the folder of groups.conf; each folder counts once, one that is not there not at all. */
  function foldersOf(option: Option | undefined): readonly string[] {
    const words = option ? (shellWords(rawValue(option), 'no comments') ?? []) : [];
    const folders = words.map(({ text }) =>
      path.normalize(text.replace(/\$(CFGDIR\b|\{CFGDIR\})/g, folder)),
    );
    return [...new Set(folders)].filter((each) =>
      statSync(each, { throwIfNoEntry: false })?.isDirectory(),
    );
  }
}

function readIni({ text, path: file }: SourceFile): PythonIni {
  const ini = readPythonIni(text, file);
  if (ini.problems.length > 0) throw new InventoryError(inOrder(ini.problems));
  return ini;
}

/** A section may have several names. Its commands are run: nobody else may have written them. */
function upcallSources(source: SourceFile, ini: PythonIni, folder: string): readonly GroupSource[] {
  const sections = [...ini.sections.values()].filter(({ name }) => name !== 'Main');
  if (sections.length > 0) checkTrusted(source.path, source.stats, 'file');
  return sections.flatMap((section) => {
    const command = (name: string) => {
      const option = section.options.get(name) ?? ini.defaults.options.get(name);
      return option && rawValue(option);
    };
    const map = command('map');
    const place: Place = { ...section.place, file: source.path };
    if (map === undefined)
      throw new InventoryError([problem(source.path, section.place, whyNoMap(section))]);
    const [all, list] = [command('all'), command('list')];
    const upcalls = { map, ...(all && { all }), ...(list && { list }) };
    return section.name.split(',').map((name) => upcallSource(name.trim(), place, upcalls, folder));
  });
}

const whyNoMap = ({ name }: Section): string =>
  `source [${name}] has no map – write map: and a command that prints the hosts of $GROUP`;
