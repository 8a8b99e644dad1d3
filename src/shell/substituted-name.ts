import { quoteContexts } from './quote-context.ts';

/** A name at the end of a line for which the shell, or we, put something else. */
export interface SubstitutedName {
  readonly kind: 'variables' | 'users' | 'placeholders';
  readonly prefix: string;
  /** Where `prefix` begins. */
  readonly from: number;
  /** What stands behind the whole name. */
  readonly close: '' | '}' | '/';
}

/** `%{ho`, `$VA`, `"${VA`, `~us`; undefined where nothing is put for it. */
export function substitutedName(line: string): SubstitutedName | undefined {
  const [placeholder] = /(?<=%\{)(?:[A-Za-z_][\w.-]*)?$/.exec(line) ?? [];
  if (placeholder !== undefined) {
    const from = line.length - placeholder.length;
    return { kind: 'placeholders', prefix: placeholder, from, close: '}' };
  }
  const variable = /\$(\{?)([A-Za-z_]\w*)?$/.exec(line);
  if (variable) {
    const [, brace, prefix = ''] = variable;
    const [context] = quoteContexts(line, [variable.index]);
    if (context !== 'plain' && context !== 'double') return undefined;
    const from = line.length - prefix.length;
    return { kind: 'variables', prefix, from, close: brace ? '}' : '' };
  }
  const user = /(?:^|[\s;|&(<>=:])~([A-Za-z_][\w.-]*)?$/.exec(line);
  if (!user) return undefined;
  const [, prefix = ''] = user;
  const from = line.length - prefix.length;
  const [context] = quoteContexts(line, [from - 1]);
  return context === 'plain' ? { kind: 'users', prefix, from, close: '/' } : undefined;
}
