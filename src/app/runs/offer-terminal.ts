import { fullScreenProgram } from '../../shell/full-screen.ts';
import type { Store } from '../../store/store.ts';

/**
 * A program that draws a whole screen is offered a terminal on one host instead: on the one with the cursor, where it is
 * one of these. False: there is none among the commands. `line`: as it was typed.
 */
export function offersTerminal(
  store: Store,
  line: string,
  commands: readonly string[],
  hosts: readonly string[],
): boolean {
  const command = commands.find((each) => fullScreenProgram(each) !== undefined);
  const { cursor } = store.state();
  const host = cursor !== undefined && hosts.includes(cursor) ? cursor : hosts[0];
  if (command === undefined || host === undefined) return false;
  store.act({ type: 'overlay', overlay: { kind: 'full-screen', line, command, host } });
  return true;
}
