import { UsageError } from './failure.ts';
import { quoted } from './quoted.ts';

/** `,` or, `!` without, `&` and, `^` one of. */
export type Operator = ',' | '!' | '&' | '^';

export interface Operand {
  /** How it is joined to everything left of it; `,` for the first. */
  readonly operator: Operator;
  readonly text: string;
}

/** Splits at the operators outside of brackets. All operators have the same precedence, from left to right. */
export function parseExpression(text: string): readonly Operand[] {
  const operands: Operand[] = [];
  let operator: Operator = ',';
  let operand = '';
  for (const [token] of text.matchAll(/\[[^[\]]*\]|[^[\],!&^]+|[[\],!&^]/g)) {
    if (token === '[' || token === ']') throw new UsageError(unbalanced(text, token));
    if (!isOperator(token)) {
      operand += token;
      continue;
    }
    if (operand.trim() === '') throw new UsageError(missing(text, token, operands.length));
    operands.push({ operator, text: operand.trim() });
    operator = token;
    operand = '';
  }
  if (operand.trim() === '') throw new UsageError(missing(text, operator, operands.length));
  return [...operands, { operator, text: operand.trim() }];
}

/** Applies the operator: adds `hosts` to `chosen`, or removes some from it. */
export function combine(chosen: Set<string>, operator: Operator, hosts: ReadonlySet<string>): void {
  switch (operator) {
    case ',':
      for (const host of hosts) chosen.add(host);
      return;
    case '!':
      for (const host of hosts) chosen.delete(host);
      return;
    case '&':
      for (const host of chosen) if (!hosts.has(host)) chosen.delete(host);
      return;
    case '^':
      for (const host of hosts) if (!chosen.delete(host)) chosen.add(host);
      return;
    default:
      operator satisfies never;
  }
}

function isOperator(token: string): token is Operator {
  return token === ',' || token === '!' || token === '&' || token === '^';
}

function unbalanced(text: string, bracket: '[' | ']'): string {
  const [why, instead] =
    bracket === '[' ? ['never closed', 'write its "]"'] : ['never opened', 'write its "["'];
  return `${quoted(text)}: a bracket is ${why} – ${instead}, as in web[01-04]`;
}

function missing(text: string, operator: Operator, before: number): string {
  if (text.trim() === '') return 'there is no name – write a host or a node set, as in web[01-04]';
  if (before === 0 && operator === '!') {
    return `${quoted(text)}: nothing stands before "!" – write what to take from, as in @all!web01`;
  }
  return `${quoted(text)}: a name is missing beside "${operator}" – write it, or leave "${operator}" out`;
}
