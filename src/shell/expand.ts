import { UsageError } from '../domain/failure.ts';
import { shellQuote } from '../domain/shell-word.ts';
import { type QuoteContext, quoteContexts } from './quote-context.ts';

export interface ExpansionFacts {
  readonly host: string;
  /** Place of the host in the target, counted from 0. */
  readonly index: number;
  readonly count: number;
  readonly vars: Readonly<Record<string, string>>;
  /** Variables that some host has: one that this host lacks is refused. Others than these go as typed. */
  readonly known?: ReadonlySet<string>;
}

const placeholder = /%\{([A-Za-z_][\w.-]*)\}/g;

/** Whether a line may be another one for each host. */
export const needsExpansion = (command: string): boolean => command.search(placeholder) >= 0;

/**
 * The line for one host: `%{host}`, `%{index}`, `%{count}` and existing inventory variables, quoted for the
 * place they stand in. All else is as typed: `date +%h`, `curl -w '%{http_code}'`.
 * @throws UsageError for a variable only other hosts have, and for a value that cannot be quoted where it stands
 */
export function expandFor(command: string, facts: ExpansionFacts): string {
  const places = [...command.matchAll(placeholder)];
  const contexts = quoteContexts(
    command,
    places.map(({ index }) => index),
  );
  let expanded = '';
  let end = 0;
  for (const [at, { 0: typed, 1: name = '', index }] of places.entries()) {
    const value = variable(name, facts);
    const quoted = value === undefined ? typed : quoteFor(contexts[at] ?? 'unclear', value);
    if (quoted === undefined) throw new UsageError(cannotQuote(name, facts.host));
    expanded += command.slice(end, index) + quoted;
    end = index + typed.length;
  }
  return expanded + command.slice(end);
}

/** Undefined: not ours. */
function variable(
  name: string,
  { host, index, count, vars, known }: ExpansionFacts,
): string | undefined {
  if (name === 'host') return host;
  if (name === 'index') return String(index);
  if (name === 'count') return String(count);
  if (Object.hasOwn(vars, name)) return vars[name];
  if (!known?.has(name)) return undefined;
  throw new UsageError(
    `${host} has no variable ${name}, other hosts have – set it under vars: in the inventory`,
  );
}

/** The value as it must stand there to be read back as it is; undefined: no way is safe. */
function quoteFor(context: QuoteContext, value: string): string | undefined {
  switch (context) {
    case 'plain':
      return quoteForShell(value);
    case 'single':
      return value.replaceAll("'", `'\\''`);
    case 'double':
      return value.replace(/[\\"$`]/g, '\\$&');
    case 'unclear':
      return isPlain(value) ? value : undefined;
    default:
      return context satisfies never;
  }
}

const cannotQuote = (name: string, host: string): string =>
  `the value of ${name} on ${host} needs quotes where none are safe – keep %{${name}} out of backquotes, heredocs, comments and $'…'`;

/** Plain words stay as they are; all else is put in single quotes. */
export const quoteForShell = (value: string): string =>
  isPlain(value) ? value : shellQuote(value);

// Without `=`: zsh would look for a command of that name, any shell might take it for an assignment.
const isPlain = (value: string): boolean => /^[\w@%+:,./-]+$/.test(value);
