import { enableCompileCache } from 'node:module';
import type { WorkerStart } from './cluster/fork-link.ts';

// The entry of a worker process. What it is made of is imported when Node has been told where the compiled code is.

// A terminal's Ctrl-C reaches the whole process group; what to do about it is the UI process's to say.
for (const signal of ['SIGINT', 'SIGHUP', 'SIGTERM', 'SIGQUIT'] as const)
  process.on(signal, () => {});

const { TUTTI_WORKER: told = '{}' } = process.env;
// Not for the programs that we start.
delete process.env.TUTTI_WORKER;
const { compiled, sshConfig } = JSON.parse(told) as WorkerStart;
if (compiled !== undefined) enableCompileCache(compiled);
const { SshConfigs } = await import('./ssh-config/ssh-configs.ts');
const configs = new SshConfigs(sshConfig === undefined ? {} : { file: sshConfig });
configs.prepare();
const { serveHosts } = await import('./serve-hosts.ts');
serveHosts({ sshConfig, configs });
