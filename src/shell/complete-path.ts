import { mostListed } from '../domain/listing.ts';
import { safeText } from '../domain/output.ts';
import type { Completion, CompletionItem } from './complete.ts';
import type { PathWord } from './growing-word.ts';
import type { KnownNames, NamePlace } from './known-names.ts';

const most = 12;

/** A path that exists in one of these places: what most there have comes first. Undefined: nobody is there to be asked. */
export function completePath(
  word: PathWord,
  cursor: number,
  places: readonly NamePlace[],
): Completion | undefined {
  const answers = places.flatMap((place) => {
    const known = listed(word, place);
    return known ? [{ place, known }] : [];
  });
  if (answers.length === 0) return undefined;
  const items = answers.flatMap(({ place, known }) => pathItems(word, place, known));
  return { from: word.from, to: cursor, items: merged(items), ...waitingFor(answers) };
}

/** The same where we read the path, not a shell: no other home is known than one's own. */
export const completeOwnPath: typeof completePath = (word, cursor, places) =>
  /^~[^/]/.test(word.folder) ? undefined : completePath(word, cursor, places);

/** Of a folder that has too many names, those that begin as what is typed. Undefined also behind wildcards. */
function listed(word: PathWord, { ask, patterns }: NamePlace): KnownNames | undefined {
  if (patterns && /[*?[]/.test((word.folder + word.prefix).replaceAll(/\\./gs, '')))
    return undefined;
  const path = said(word.folder, patterns);
  const prefix = said(word.prefix, patterns);
  const known = ask({ kind: 'folder', path });
  if (!known || known.names.size < mostListed || prefix === '') return known;
  return ask({ kind: 'folder', path, prefix });
}

const said = (typed: string, patterns: true | undefined): string =>
  patterns ? typed.replaceAll(/\\(.)/gs, '$1') : typed;

function pathItems(
  word: PathWord,
  { detail, only, patterns }: NamePlace,
  { names, of }: KnownNames,
): CompletionItem[] {
  const prefix = said(word.prefix, patterns);
  const fitting = ([name]: readonly [string, number]) =>
    fits(name, prefix) && (only !== 'folders' || name.endsWith('/'));
  return commonest(names, fitting).map(([name, on]) => {
    const item = nameItem(name, detail(on, of), { ...word, prefix });
    return patterns
      ? { ...item, insert: typed(name.replaceAll(/[*?[\]\\]/g, '\\$&'), word) }
      : item;
  });
}

/** Placeholders of the line would be made of them. */
const fits = (name: string, prefix: string): boolean =>
  name.startsWith(prefix) && !name.includes('%{') && (prefix !== '' || !name.startsWith('.'));

/** Those that fit, most first. */
export const commonest = (
  names: KnownNames['names'],
  fitting: (entry: readonly [string, number]) => boolean,
): (readonly [string, number])[] =>
  [...names]
    .filter(fitting)
    .sort(([a, on], [b, onB]) => onB - on || (a < b ? -1 : 1))
    .slice(0, most);

export function nameItem(name: string, detail: string, word: PathWord): CompletionItem {
  const positions = Array.from({ length: word.prefix.length }, (_, at) => at);
  return { label: safeText(name), insert: typed(name, word), detail, positions };
}

/** What is here and there is one. */
function merged(items: readonly CompletionItem[]): CompletionItem[] {
  const byText = new Map<string, CompletionItem>();
  for (const item of items) {
    const same = byText.get(item.insert);
    const both = same && { ...same, detail: `${same.detail}, ${item.detail}` };
    byText.set(item.insert, both ?? item);
  }
  return [...byText.values()];
}

function waitingFor(
  answers: readonly { readonly known: KnownNames }[],
): Pick<Completion, 'waiting'> {
  const waiting = answers.flatMap(({ known }) => known.waiting ?? []);
  const [one] = waiting.includes('soon') ? ['soon' as const] : waiting;
  return one ? { waiting: one } : {};
}

/** As it must be typed there; behind a file the word is over, behind a folder it goes on. */
function typed(name: string, { context, folder }: PathWord): string {
  const isFolder = name.endsWith('/');
  // It would be taken for an option.
  const safe = folder === '' && name.startsWith('-') ? `./${name}` : name;
  switch (context) {
    case 'single':
      return safe.replaceAll("'", "'\\''") + (isFolder ? '' : "' ");
    case 'double':
      return safe.replaceAll(/["$`\\]/g, '\\$&') + (isFolder ? '' : '" ');
    case 'raw':
      return name;
    case 'plain':
      return safe.replaceAll(/[^\p{L}\p{N}@%+=:,./_-]/gu, '\\$&') + (isFolder ? '' : ' ');
    default:
      return context satisfies never;
  }
}
