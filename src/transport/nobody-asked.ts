import type { Route } from './route.ts';

/** Why nobody may be asked for a password, a passphrase or an answer (ssh_config(5)); undefined if they may. */
export function whyNobodyIsAsked({ ssh }: Pick<Route, 'ssh'>): string | undefined {
  if (ssh.batchMode) return 'BatchMode of ssh’s configuration: nobody is asked';
  if (ssh.passwordPrompts >= 1) return undefined;
  return 'NumberOfPasswordPrompts 0 of ssh’s configuration: nobody is asked';
}
