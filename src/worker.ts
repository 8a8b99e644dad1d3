import { createRequire } from 'node:module';
import { parentPort } from './cluster/parent-port.ts';
import { type HostFactory, serve } from './cluster/worker.ts';
import type { Host } from './domain/host.ts';
import { SessionKeys } from './host-keys/session-keys.ts';
import { createRemoteHost } from './remote-host/remote-host-life.ts';
import { SshConfigs, type SshQuery } from './ssh-config/ssh-configs.ts';
import { guardAddon } from './transport/addon-guard.ts';
import { createAutoTransport } from './transport/auto-transport.ts';
import type { Transport } from './transport/channel.ts';
import { HandshakeLimit } from './transport/handshake-limit.ts';
import { createOpensshTransport } from './transport/openssh/transport.ts';
import { keepReportPrivate } from './transport/private-report.ts';
import { Routes } from './transport/routes.ts';

// The entry of a worker process: the transports are named here and nowhere else.

// A terminal's Ctrl-C reaches the whole process group; what to do about it is the UI process's to say.
for (const signal of ['SIGINT', 'SIGHUP', 'SIGTERM', 'SIGQUIT'] as const)
  process.on(signal, () => {});

guardAddon();
keepReportPrivate();
const { createSsh2Transport } = await import('./transport/ssh2-transport.ts');

let limit: HandshakeLimit | undefined;
let routes: Routes | undefined;
let transports: Transports | undefined;

/** What there is to say of it is said of the first host. */
function configurationOf(file: string | undefined, atOnce: number, notice: (text: string) => void) {
  const configs = new SshConfigs({ atOnce, notice, ...(file !== undefined && { file }) });
  return (query: SshQuery) => configs.of(query);
}

type Transports = Readonly<Record<NonNullable<Host['transport']>, Transport>>;

function transportsWith(config: string | undefined): Transports {
  const sessionKeys = new SessionKeys();
  const ssh2 = createSsh2Transport(undefined, sessionKeys);
  const openssh = createOpensshTransport({ sessionKeys, ...(config !== undefined && { config }) });
  return { ssh2, openssh, auto: createAutoTransport(ssh2, openssh) };
}

const createHost: HostFactory = (host, listener, { limits, sshConfig, jump }) => {
  limit ??= new HandshakeLimit({
    total: limits.handshakes,
    perAddress: limits.handshakesPerAddress,
  });
  routes ??= new Routes({
    find: jump,
    configuration: configurationOf(sshConfig, limits.sshCalls, (text) => listener.notice(text)),
  });
  const route = (one: Host) => (routes as Routes).to(one);
  transports ??= transportsWith(sshConfig);
  return createRemoteHost(host, transports[host.transport ?? 'auto'], listener, { limit, route });
};

serve(parentPort(), { createHost, addon: addonLoads(), finished: () => process.exit(0) });

/** ssh2 falls back to JavaScript silently; the bench says which of the two it measured. */
function addonLoads(): boolean {
  try {
    createRequire(import.meta.url)('ssh2/lib/protocol/crypto/build/Release/sshcrypto.node');
    return true;
  } catch {
    return false;
  }
}
