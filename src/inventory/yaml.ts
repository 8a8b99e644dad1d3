import { LineCounter, parseDocument } from 'yaml';
import { InventoryError } from '../domain/inventory.ts';
import type { Format } from './formats.ts';
import { mistakes } from './mistakes.ts';
import { inOrder, problem } from './place.ts';
import type { SourceFile } from './source-file.ts';
import type { Written } from './written.ts';
import { readTree, TooManyNodes, type YamlTree } from './yaml-tree.ts';

/** inventory.yaml, version 1. */
export const yaml: Format = {
  name: 'yaml',
  summary: 'inventory.yaml, version 1',
  matches: () => true,
  read: readYaml,
};

async function readYaml({ text, path: file }: SourceFile): Promise<Written> {
  const tree = yamlTree(text, file);
  if (typeof tree.value !== 'object' || tree.value === null || Array.isArray(tree.value)) {
    const message = 'the file must be a map – begin with version: 1';
    throw new InventoryError([problem(file, { line: 1, column: 1 }, message)]);
  }
  // zod costs 50 ms of a start, so it is read only where there is something to check.
  const { inventorySchema } = await import('./schema.ts');
  const value = withEmptyHosts(tree.value);
  const checked = inventorySchema.safeParse(value);
  if (!checked.success)
    throw new InventoryError(inOrder(mistakes(checked.error.issues, tree, file)));
  return { raw: checked.data, places: tree, warnings: [] };
}

/** A document with the place of everything in it. @throws InventoryError */
export function yamlTree(text: string, file: string): YamlTree {
  const lines = new LineCounter();
  const document = parseDocument(text, {
    lineCounter: lines,
    merge: true,
    prettyErrors: false,
    uniqueKeys: false,
  });
  if (document.errors.length > 0) {
    // Of several mistakes in one place the others follow from the first.
    const first = new Map(document.errors.toReversed().map((error) => [error.pos[0], error]));
    const problems = [...first.values()].map(({ pos: [offset], code, message }) => {
      const { line, col } = lines.linePos(offset);
      return problem(file, { line, column: col }, syntax(code, message, text.slice(offset)));
    });
    throw new InventoryError(inOrder(problems));
  }
  if (document.contents === null) {
    throw new InventoryError([
      problem(file, { line: 1, column: 1 }, 'the file is empty – begin with version: 1'),
    ]);
  }
  try {
    const tree = readTree(document, lines);
    if (tree.mistakes.length === 0) return tree;
    const problems = tree.mistakes.map(({ place, message }) => problem(file, place, message));
    throw new InventoryError(inOrder(problems));
  } catch (error) {
    if (!(error instanceof TooManyNodes) && !(error instanceof RangeError)) throw error;
    const message = 'its aliases grow without bound – write the values out instead of * and <<';
    throw new InventoryError([problem(file, { line: 1, column: 1 }, message)]);
  }
}

function syntax(code: string, message: string, rest: string): string {
  if (code === 'TAB_AS_INDENT' || rest.startsWith('\t'))
    return 'a tab cannot indent YAML – write two blanks instead';
  if (code === 'MULTIPLE_DOCS') return 'a second document begins here – keep one, without ---';
  if (/call stack/.test(message)) return 'it is nested too deeply – write it flatter';
  return `this is no YAML: ${message.replace(/\s+/g, ' ').replace(/\.$/, '')} – check indentation, quotes and colons`;
}

/** `bastion:` with nothing behind it is a host of which nothing is said. */
function withEmptyHosts(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const filled: Record<string, unknown> = { ...value };
  for (const section of ['hosts', 'groups']) {
    const entries = filled[section];
    if (typeof entries !== 'object' || entries === null || Array.isArray(entries)) continue;
    filled[section] = Object.fromEntries(
      Object.entries(entries).map(([name, entry]) => [name, entry ?? {}]),
    );
  }
  return filled;
}
