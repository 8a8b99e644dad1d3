import type { Options } from '../cli/options.ts';
import type { ClusterOptions } from '../cluster/cluster.ts';
import { hostsPerProcess } from './open-files.ts';

/**
 * How hosts are dialled, as far as the command line says. The operator's ssh configuration does not apply to the
 * embedded hosts.
 */
export function dialling({
  connectTimeout,
  sshConfig,
  demo,
}: Options): Pick<ClusterOptions, 'connectTimeout' | 'sshConfig' | 'hostsPerWorker'> {
  const file = demo === undefined ? sshConfig : 'none';
  return {
    hostsPerWorker: hostsPerProcess(),
    ...(connectTimeout !== undefined && { connectTimeout }),
    ...(file !== undefined && { sshConfig: file }),
  };
}
