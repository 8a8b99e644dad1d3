import type { Vars } from './data.ts';

export const hasTemplate = (text: string): boolean => /\{\{|\{%/.test(text);

const simple = /\{\{\s*([A-Za-z_]\w*)\s*\}\}/g;
const deepest = 10;

/** Characters that templates may bring in, in a whole inventory: what refers to itself twice would fill any memory. */
export interface TemplateBudget {
  left: number;
}

/** With `{{ name }}` of the host's own variables filled in; templates that do more stay as they are. */
export function filledIn(vars: Vars, host: string, budget: TemplateBudget): Vars {
  const filled: Vars = new Map();
  for (const [name, marked] of vars) {
    const value = hasTemplate(marked.value) ? fill(marked.value, 0) : marked.value;
    filled.set(name, value === marked.value ? marked : { ...marked, value });
  }
  return filled;

  function fill(text: string, depth: number): string {
    const next = text.replace(simple, (whole, name: string) => {
      const value = lookUp(name);
      if (value === undefined || value.length > budget.left) return whole;
      budget.left -= value.length;
      return value;
    });
    if (next === text || depth === deepest || !hasTemplate(next)) return next;
    return fill(next, depth + 1);
  }

  function lookUp(name: string): string | undefined {
    if (name === 'inventory_hostname') return host;
    if (name === 'inventory_hostname_short') return host.split('.')[0];
    return vars.get(name)?.value;
  }
}
