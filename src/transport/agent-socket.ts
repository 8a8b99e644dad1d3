import type { Route } from './route.ts';

/** The socket of the agent that this host's login may use (ssh_config(5), IdentityAgent); undefined if none. */
export function agentSocket({ ssh }: Pick<Route, 'ssh'>): string | undefined {
  if (ssh.identityAgent === null) return undefined;
  return ssh.identityAgent ?? (process.env.SSH_AUTH_SOCK || undefined);
}
