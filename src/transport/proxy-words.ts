import { safeText } from '../domain/output.ts';
import { ConnectError } from './channel.ts';
import { placeOf, type Route } from './route.ts';

/** Characters of a command that are shown. */
const mostShown = 200;

/** The program through which the host is reached, if that is not a jump host of ours (ssh_config(5), ProxyCommand). */
export const programOf = ({ hops, ssh }: Pick<Route, 'hops' | 'ssh'>): string | undefined =>
  hops.length === 0 ? ssh.proxyCommand : undefined;

/** `what` it has done; `said`: its last words. */
export function programFailed(command: string, what: string, said = ''): ConnectError {
  const words = safeText(said.trim().replace(/\s+/g, ' '));
  const why = words === '' ? what : `${what}: ${words}`;
  const message = `the ProxyCommand ${why} – try it by hand: ${shown(command)}`;
  return new ConnectError({ kind: 'unreachable', message }, true);
}

/** The program runs, but no connection has come of it. Only the program may know the address. */
export function programSilent(route: Route, command: string): ConnectError {
  const message = `the ProxyCommand is silent, nothing has come from ${placeOf(route)} – try it by hand: ${shown(command)}`;
  return new ConnectError({ kind: 'timeout', message }, true);
}

function shown(command: string): string {
  const text = safeText(command);
  return text.length > mostShown ? `${text.slice(0, mostShown)}…` : text;
}
