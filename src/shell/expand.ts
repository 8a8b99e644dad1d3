import { UsageError } from '../domain/failure.ts';
import { nearest } from '../domain/nearest.ts';

export interface ExpansionFacts {
  readonly host: string;
  /** Place of the host in the target, counted from 0. */
  readonly index: number;
  readonly count: number;
  readonly vars: Readonly<Record<string, string>>;
}

const placeholder = /%\{([A-Za-z_][\w.-]*)\}/g;

/** Only `%{…}` is ours: `date +%h` and `stat -c %n` mean what they always meant. */
export const needsExpansion = (command: string): boolean => command.search(placeholder) >= 0;

/**
 * The line for one host: `%{host}`, `%{index}`, `%{count}` and inventory variables, quoted for the shell.
 * @throws UsageError for a variable that the host does not have
 */
export function expandFor(command: string, facts: ExpansionFacts): string {
  return command.replace(placeholder, (_, name: string) => quoteForShell(variable(name, facts)));
}

function variable(name: string, { host, index, count, vars }: ExpansionFacts): string {
  if (name === 'host') return host;
  if (name === 'index') return String(index);
  if (name === 'count') return String(count);
  const value = Object.hasOwn(vars, name) ? vars[name] : undefined;
  if (value !== undefined) return value;
  const [near] = nearest(name, ['host', 'index', 'count', ...Object.keys(vars)], 1);
  const hint = near ? `did you mean %{${near}}?` : 'set it under vars: in the inventory';
  throw new UsageError(`${host} has no variable ${name} – ${hint}`);
}

/** Plain words stay as they are; all else is put in single quotes. */
export const quoteForShell = (value: string): string =>
  /^[\w@%+=:,./-]+$/.test(value) ? value : `'${value.replaceAll("'", `'\\''`)}'`;
