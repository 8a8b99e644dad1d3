import {
  type Alias,
  type Document,
  isAlias,
  isMap,
  isPair,
  isScalar,
  isSeq,
  type LineCounter,
  type Node,
  type Pair,
  type YAMLMap,
} from 'yaml';
import { type Place, type Places, pathKey } from './place.ts';

/** A document as plain data, with the place of every key and value. */
export interface YamlTree extends Places {
  readonly value: unknown;
  /** What the document says that cannot be meant. */
  readonly mistakes: readonly TreeMistake[];
}

export interface TreeMistake {
  readonly place: Place;
  readonly message: string;
}

/** Thrown for a document that grows without bound through its aliases. */
export class TooManyNodes extends Error {}

/** Keys whose values are numbers and booleans; all other scalars keep the text they are written in. */
const numeric = new Set(['version', 'port', 'connect_timeout']);
const boolean = new Set(['guard', 'record']);

/** Nodes that aliases may bring in again. */
const mostRepeated = 100_000;

export function readTree(document: Document.Parsed, lines: LineCounter): YamlTree {
  const places = new Map<string, { readonly value: number; readonly key: number }>();
  const wrong: { readonly offset: number; readonly message: string }[] = [];
  let repeated = 0;
  let inAlias = 0;
  let inMerge = 0;
  const value = convert(document.contents, [], 0);
  const place = (offset: number): Place => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(1, line), column: Math.max(1, col) };
  };
  const find = (path: readonly PropertyKey[]) => {
    for (let length = path.length; length >= 0; length--) {
      const found = places.get(pathKey(path.slice(0, length)));
      if (found) return found;
    }
    return { value: 0, key: 0 };
  };
  return {
    value,
    at: (path) => place(find(path).value),
    keyAt: (path) => place(find(path).key),
    mistakes: wrong.map(({ offset, message }) => ({ place: place(offset), message })),
  };

  function convert(
    node: Node | null | undefined,
    path: readonly string[],
    keyOffset: number,
  ): unknown {
    if (inAlias > 0 && ++repeated > mostRepeated) throw new TooManyNodes();
    if (isAlias(node)) return aliased(node, path, keyOffset);
    const real = node;
    places.set(pathKey(path), { value: node?.range?.[0] ?? keyOffset, key: keyOffset });
    if (isMap(real)) return fromMap(real, path);
    if (isSeq(real))
      return real.items.map((item, index) =>
        convert(item as Node, [...path, String(index)], offsetOf(item as Node)),
      );
    if (isScalar(real)) return scalar(real, path.at(-1) ?? '');
    return null;
  }

  function aliased(alias: Alias, path: readonly string[], keyOffset: number): unknown {
    const target = alias.resolve(document);
    // The name is not told: it may be a password that begins with *.
    if (!target) wrong.push({ offset: offsetOf(alias), message: noAnchor });
    inAlias += 1;
    const value = convert(target, path, keyOffset);
    inAlias -= 1;
    places.set(pathKey(path), { value: offsetOf(alias), key: keyOffset });
    return value;
  }

  function fromMap(map: YAMLMap, path: readonly string[]): Record<string, unknown> {
    const result: Record<string, unknown> = Object.create(null);
    tellMistakenKeys(map);
    for (const { name, pair } of pairs(map)) {
      if (Object.hasOwn(result, name)) continue;
      result[name] = convert(pair.value as Node, [...path, name], offsetOf(pair.key as Node));
    }
    return { ...result };
  }

  /** The yaml package would compare every key with every other. */
  function tellMistakenKeys(map: YAMLMap): void {
    const known = new Set<string>();
    for (const { key } of map.items) {
      const name = nameOf(key);
      const offset = offsetOf(key as Node);
      if (known.has(name) && name !== '<<') wrong.push({ offset, message: keyTwice });
      if (name === '__proto__')
        wrong.push({ offset, message: 'this cannot be a name – take another' });
      known.add(name);
    }
  }

  /** A key that is written here wins over one that is merged in by `<<`. */
  function pairs(map: YAMLMap): { name: string; pair: Pair }[] {
    if (++repeated > mostRepeated && inMerge > 0) throw new TooManyNodes();
    const own = map.items
      .filter(isPair)
      .map((pair) => ({ name: nameOf(pair.key), pair: pair as Pair }));
    const merged = own
      .filter(({ name }) => name === '<<')
      .flatMap(({ pair }) => mergedMaps(pair.value as Node));
    inMerge += 1;
    const all = [...own.filter(({ name }) => name !== '<<'), ...merged.flatMap(pairs)];
    inMerge -= 1;
    return all;
  }

  function mergedMaps(node: Node): YAMLMap[] {
    const real = isAlias(node) ? node.resolve(document) : node;
    if (isMap(real)) return [real];
    return isSeq(real) ? real.items.flatMap((item) => mergedMaps(item as Node)) : [];
  }
}

const keyTwice = 'this key stands here twice – keep one of them';
const noAnchor =
  'no anchor of this name stands before it – put text that begins with * into quotes';

/** `010`, `1e3` and `no` are names where a name is wanted: what counts is what was typed. */
function scalar(
  node: { readonly value: unknown; readonly source?: string; readonly type?: string },
  key: string,
): unknown {
  if (numeric.has(key) && typeof node.value === 'number') return node.value;
  if (boolean.has(key) && typeof node.value === 'boolean') return node.value;
  if (node.value === null) return null;
  return typeof node.value === 'string' ? node.value : (node.source ?? String(node.value));
}

const nameOf = (key: unknown): string => (isScalar(key) ? String(scalar(key, '')) : String(key));
const offsetOf = (node: Node | null | undefined): number => node?.range?.[0] ?? 0;
