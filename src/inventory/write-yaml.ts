import { Document, isMap, isScalar, type Pair, type YAMLMap } from 'yaml';
import { parseExpression } from '../domain/expression.ts';
import { fold } from '../domain/fold.ts';
import { expand } from '../domain/node-set.ts';
import type { RawConnection, RawGroup, RawHost, RawInventory } from './schema.ts';

export interface WriteOptions {
  /** Lines above it, without their `#`. */
  readonly comments: readonly string[];
  /** `ask`: none is written; each is asked for once instead. */
  readonly passwords: 'keep' | 'ask';
}

/** An inventory.yaml that says the same: read again, it gives the same hosts and groups in the same order. */
export function writeYaml(raw: RawInventory, { comments, passwords }: WriteOptions): string {
  const said = <T extends RawConnection>(entry: T): T =>
    passwords === 'ask' ? withoutSecrets(entry) : entry;
  const hosts = Object.entries(raw.hosts ?? {}).map(([name, host]) => [name, said(host)] as const);
  const groups = Object.entries(raw.groups ?? {}).map(([name, group]) => [
    name,
    foldedGroup(said(group)),
  ]);
  const { defaults = {} } = raw;
  const value = {
    version: 1,
    ...(Object.keys(defaults).length > 0 && { defaults: said(defaults) }),
    hosts: Object.fromEntries(foldedHosts(hosts)),
    ...(groups.length > 0 && { groups: Object.fromEntries(groups) }),
  };
  const document = new Document(value, { aliasDuplicateObjects: false });
  for (const section of ['hosts', 'groups']) {
    const entries = document.get(section);
    if (isMap(entries)) for (const pair of entries.items) onOneLine(pair as Pair);
  }
  const head = ['yaml-language-server: $schema=./inventory.schema.json', ...comments];
  const body = document.toString({ lineWidth: 0, flowCollectionPadding: true });
  return `${head.map((line) => `# ${line}\n`).join('')}${body}`;
}

const withoutSecrets = <T extends RawConnection>({ identity: _, ...entry }: T): T =>
  ({
    ...entry,
    ...(typeof entry.password === 'string' && { password: { prompt: 'once' } }),
  }) as T;

/** Hosts that follow each other and differ in their numbers only are one node set. */
function foldedHosts(hosts: readonly (readonly [string, RawHost])[]): [string, RawHost][] {
  const runs: { readonly key: string; readonly names: string[]; readonly raw: RawHost }[] = [];
  for (const [name, host] of hosts) {
    const raw = withPlaceholder(name, host);
    const key = JSON.stringify([name.replace(/\d+/g, '0'), raw]);
    const open = runs.at(-1);
    if (open?.key === key && inThisOrder(open.names.at(-1) ?? '', name)) open.names.push(name);
    else runs.push({ key, names: [name], raw });
  }
  return runs.flatMap(({ names, raw }) => {
    const set = fold(names);
    const isSame = names.length > 1 && expand(set).every((name, index) => name === names[index]);
    return isSame && parseExpression(set).length === 1
      ? [[set, raw]]
      : names.map((name): [string, RawHost] => [name, raw]);
  });
}

const inThisOrder = (one: string, two: string): boolean => expand(fold([one, two]))[0] === one;

/** `web01.example.com` of web01 is `%h.example.com`. */
function withPlaceholder(name: string, { address, ...raw }: RawHost): RawHost {
  if (address === undefined || address === name) return raw;
  return { address: address.includes('%h') ? address : address.replace(name, () => '%h'), ...raw };
}

function foldedGroup({ hosts, ...raw }: RawGroup): RawGroup {
  if (!hosts || hosts.length === 0) return raw;
  const folded = parseExpression(fold(hosts.flatMap(expand))).map(({ text }) => text);
  return { hosts: folded, ...raw };
}

/** Short entries are easier to read so; a key's own text is not. */
function onOneLine({ value }: Pair): void {
  if (!isMap(value)) return;
  const map = value as YAMLMap;
  const isLong = map.items.some((pair) => isScalar(pair.key) && pair.key.value === 'identity');
  if (!isLong) map.flow = true;
}
