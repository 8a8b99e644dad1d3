import { batchOptions } from '../cli/batch-options.ts';
import type { BatchTool } from '../cli/batch-words.ts';
import { type Option, options } from '../cli/options.ts';
import type { Place } from '../cli/places.ts';

export type Tool = 'tutti' | BatchTool;

/** An option in every form it can be typed; the first is the one that is offered. */
export interface Flag {
  readonly name: string;
  readonly forms: readonly string[];
  /** How its value is called. */
  readonly value?: string;
  readonly values?: readonly string[];
  readonly optional?: NonNullable<Option['optional']>;
  readonly repeats?: true;
  /** Its path is one of the hosts. */
  readonly there?: true;
  /** It means something at the prompt, too. */
  readonly atPrompt?: true;
  readonly summary: string;
  readonly places: readonly Place[];
}

/** The options of a tool, wherever in it they mean something. */
export function flagsOf(tool: Tool): readonly Flag[] {
  if (tool === 'tutti') return options.map((option) => flagOf(option, [`--${option.name}`]));
  const own = batchOptions
    .filter(({ tools }) => tools.includes(tool))
    .map((option) => ({
      ...option,
      forms: [`-${option.name}`, `--${option.name}`],
      places: option.tools,
      atPrompt: true as const,
    }));
  const shared = options
    .filter((option) => option.places.includes(tool))
    .map((option) => flagOf(option, [`--${option.name}`, `-${option.name}`]));
  return [...own, ...shared];
}

function flagOf(option: Option, forms: readonly string[]): Flag {
  const { name, value, values, optional, summary, places, atPrompt } = option;
  return {
    name,
    forms,
    summary,
    places,
    ...(value !== undefined && { value }),
    ...(values !== undefined && { values }),
    ...(optional && { optional }),
    ...(atPrompt && { atPrompt }),
  };
}
