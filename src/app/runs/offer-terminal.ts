import { fullScreenProgram } from '../../shell/full-screen.ts';
import type { Store } from '../../store/store.ts';

/**
 * If one of the commands draws a whole screen, offers a terminal on one host instead: on the host with the cursor, if
 * it is one of `hosts`. Returns false if none does. `line` is what was typed.
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
