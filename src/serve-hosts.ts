import { createRequire } from 'node:module';
import { shrinkWhenIdle } from './app/idle-shrink.ts';
import { parentPort } from './cluster/parent-port.ts';
import { type HostFactory, serve } from './cluster/worker.ts';
import type { Host } from './domain/host.ts';
import { SessionKeys } from './host-keys/session-keys.ts';
import { createRemoteHost } from './remote-host/remote-host-life.ts';
import type { SshSettings } from './ssh-config/settings.ts';
import { SshConfigs, type SshQuery } from './ssh-config/ssh-configs.ts';
import { createAutoTransport } from './transport/auto-transport.ts';
import type { Transport } from './transport/channel.ts';
import { HandshakeLimit } from './transport/handshake-limit.ts';
import { createOpensshTransport } from './transport/openssh/transport.ts';
import { keepReportPrivate } from './transport/private-report.ts';
import { Routes } from './transport/routes.ts';
import { createSsh2Transport } from './transport/ssh2-transport.ts';

/** What was begun before it was known which configuration is meant. */
export interface Ahead {
  readonly sshConfig: string | undefined;
  readonly configs: SshConfigs;
}

/** A worker's work until its UI process is gone. The transports are named here and nowhere else. */
export function serveHosts(ahead: Ahead): void {
  keepReportPrivate();
  let limit: HandshakeLimit | undefined;
  let routes: Routes | undefined;
  let transports: Transports | undefined;

  const createHost: HostFactory = (host, listener, { limits, sshConfig, jump }, remembered) => {
    limit ??= new HandshakeLimit({
      total: limits.handshakes,
      perAddress: limits.handshakesPerAddress,
    });
    routes ??= new Routes({
      find: jump,
      // What there is to say of it is said of the first host.
      configuration: configurationOf(sshConfig, limits.sshCalls, (text) => listener.notice(text)),
    });
    const route = (one: Host) => (routes as Routes).to(one);
    transports ??= transportsWith(sshConfig);
    const transport = transports[host.transport ?? 'auto'];
    return createRemoteHost(host, transport, listener, { limit, route }, remembered);
  };

  function configurationOf(
    file: string | undefined,
    atOnce: number,
    notice: (text: string) => void,
  ): (query: SshQuery) => Promise<SshSettings> {
    const configs =
      file === ahead.sshConfig ? ahead.configs : new SshConfigs(file === undefined ? {} : { file });
    configs.atOnce = atOnce;
    configs.notice = notice;
    return (query) => configs.of(query);
  }

  function transportsWith(config: string | undefined): Transports {
    const sessionKeys = new SessionKeys();
    const ssh2 = createSsh2Transport(undefined, sessionKeys);
    const openssh = createOpensshTransport({
      sessionKeys,
      ...(config !== undefined && { config }),
    });
    return { ssh2, openssh, auto: createAutoTransport(ssh2, openssh) };
  }

  shrinkWhenIdle();
  serve(parentPort(), { createHost, addon: addonLoads(), finished: () => process.exit(0) });
}

type Transports = Readonly<Record<NonNullable<Host['transport']>, Transport>>;

/** ssh2 falls back to JavaScript silently; the bench says which of the two it measured. */
function addonLoads(): boolean {
  try {
    createRequire(import.meta.url)('ssh2/lib/protocol/crypto/build/Release/sshcrypto.node');
    return true;
  } catch {
    return false;
  }
}
