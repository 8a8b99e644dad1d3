import type { Options } from '../cli/options.ts';
import type { ClusterOptions } from '../cluster/cluster.ts';

/** How hosts are dialled, as far as the command line says. The embedded hosts are no matter of the operator's own ssh. */
export function dialling({
  connectTimeout,
  sshConfig,
  demo,
}: Options): Pick<ClusterOptions, 'connectTimeout' | 'sshConfig'> {
  const file = demo === undefined ? sshConfig : 'none';
  return {
    ...(connectTimeout !== undefined && { connectTimeout }),
    ...(file !== undefined && { sshConfig: file }),
  };
}
