import { helpPages, overview, type Page } from './help-pages.ts';
import { type Option, options } from './options.ts';
import type { Place } from './places.ts';

/** What `tutti --help`, `tutti help TOPIC` and `batch_run --help` print. */
export function helpText(topic?: Topic): string {
  const { text, options } = helpPage(topic);
  if (!options) return `${text}\n`;
  return `${text}\n\n${options.title}\n${optionLines(options.place)}\n`;
}

/** Without a topic: what there is at all. */
export const helpPage = (topic?: Topic): Page =>
  topic === undefined ? overview(topics) : helpPages[topic];

export type Topic = keyof typeof helpPages;

export const topics = Object.keys(helpPages) as readonly Topic[];

export const isTopic = (word: string): word is Topic => topics.some((topic) => topic === word);

function optionLines(place: Place): string {
  const lines = options
    .filter((option) => option.places.includes(place))
    .map((option) => ({ left: typedOption(option), summary: option.summary }));
  return lines.map(({ left, summary }) => optionLine(left, summary)).join('\n');
}

const leftColumn = 21;

/** A name too long for its column stands on a line of its own. */
function optionLine(left: string, summary: string): string {
  const between = left.length > leftColumn ? `\n${' '.repeat(leftColumn + 4)}` : '  ';
  return `  ${left.padEnd(leftColumn)}${between}${summary}`;
}

/** `--demo [N]`, `--debug[=FILE]` */
export function typedOption({ name, value, optional }: Option): string {
  if (!value) return `--${name}`;
  if (optional === 'joined') return `--${name}[=${value}]`;
  return optional ? `--${name} [${value}]` : `--${name} ${value}`;
}
