import { patternCommand } from './pattern-command.ts';

export const only = patternCommand(
  'only',
  'stream: only lines with a text or /expression/; without one all',
);
