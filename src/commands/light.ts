import { patternCommand } from './pattern-command.ts';

export const light = patternCommand(
  'light',
  'stream: light up a text or /expression/; without one nothing',
);
