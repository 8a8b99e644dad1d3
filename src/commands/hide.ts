import { patternCommand } from './pattern-command.ts';

export const hide = patternCommand(
  'hide',
  'stream: not the lines with a text or /expression/; without one all',
);
