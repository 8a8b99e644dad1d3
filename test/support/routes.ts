import type { Host } from '../../src/domain/host.ts';
import { SshConfigs } from '../../src/ssh-config/ssh-configs.ts';
import type { Route } from '../../src/transport/route.ts';
import { Routes } from '../../src/transport/routes.ts';

/** Routes that no configuration of whoever runs the tests has a say in. */
export function plainRoutes(jumps: readonly Host[] = []): (host: Host) => Promise<Route> {
  const configs = new SshConfigs({ file: 'none' });
  const routes = new Routes({
    find: (name) => jumps.find((jump) => jump.name === name),
    configuration: (query) => configs.of(query),
  });
  return (host) => routes.to(host);
}
