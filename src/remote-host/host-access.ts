import type { Channel, Connection } from '../transport/channel.ts';
import type { HostAccess } from './remote-host.ts';
import { openOrSpare } from './spare-connection.ts';
import type { RequestForm } from './start-request.ts';
import { terminalRequest } from './terminal-request.ts';

interface AccessOptions extends Pick<HostAccess, 'cwd' | 'askpass'> {
  readonly connection: Connection;
  /** Makes another connection to the same host. */
  dialAgain(): Promise<Connection>;
  readonly form: RequestForm;
}

/** The ways to a host beside its shell. */
export function hostAccess({ connection, dialAgain, form, ...place }: AccessOptions): HostAccess {
  const { cwd } = place;
  const orSpare = (open: (connection: Connection) => Promise<Channel>) =>
    openOrSpare(connection, dialAgain, open);
  return {
    ...place,
    connection: {
      exec: (command) => connection.exec(command),
      subsystem: (name) => orSpare((one) => one.subsystem(name)),
    },
    terminal(kind, start) {
      const request = terminalRequest({ ...(cwd !== undefined && { cwd }), ...start }, form);
      return orSpare((one) => one.exec(request, kind));
    },
  };
}
