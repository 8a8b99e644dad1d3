import { firstEnd, unfinished } from './unfinished.ts';

/** What a typed line still waits for, as `unfinished`; what is not for the hosts waits for nothing. */
export const waitsFor = (line: string): string | undefined =>
  isOurs.test(line) ? undefined : unfinished(line);

/** The commands of a text: lines that belong together stay so, blank ones between commands are left out. */
export function wholeCommands(text: string): string[] {
  const commands: string[] = [];
  for (let from = 0; from < text.length; ) {
    const rest = text.slice(from);
    const lineEnd = rest.indexOf('\n') + 1 || rest.length;
    const ended = isOurs.test(rest) ? lineEnd : firstEnd(rest);
    const command = rest.slice(0, ended).replace(/\n$/, '');
    if (command.trim() !== '') commands.push(command);
    from += ended;
  }
  return commands;
}

/** Built-ins, what runs on this machine, and the assignment's lines. */
const isOurs = /^[^\S\n]*(?::[a-zA-Z]|!|batch_(?:run|scp)(?:\s|$))/;
