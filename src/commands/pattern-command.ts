import { textPattern } from '../domain/text-pattern.ts';
import type { Command } from './command.ts';

/** A built-in that gives the stream a pattern, or takes it away where none is typed. */
export const patternCommand = (name: 'only' | 'hide' | 'light', summary: string): Command => ({
  name,
  usage: `${name} [PATTERN]`,
  summary,
  run(context, { text }) {
    if (text !== '') textPattern(text); // refused before it is kept
    context.setStreamPattern(name, text === '' ? undefined : text);
  },
});
