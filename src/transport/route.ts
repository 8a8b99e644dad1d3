import type { Host, HostKeyCheck } from '../domain/host.ts';
import type { SshSettings } from '../ssh-config/settings.ts';

/** A host with everything decided that dialling needs: as the inventory says, else ssh's configuration. */
export interface Route extends Host {
  readonly port: number;
  readonly user: string;
  readonly hostKeyCheck: HostKeyCheck;
  /** Jump hosts, nearest to us first. */
  readonly hops: readonly Route[];
  readonly ssh: Omit<SshSettings, 'address' | 'port' | 'user' | 'proxyJump' | 'hostKeyCheck'>;
}

/** As it is shown to the operator. */
export const placeOf = ({ address, port }: Pick<Route, 'address' | 'port'>): string =>
  address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
