import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import ssh2, { type ParsedKey } from 'ssh2';
import type { Host } from '../domain/host.ts';
import { growLogs, makeHome } from './demo-home.ts';
import { type DemoAccess, DemoHost } from './demo-host.ts';

export interface FleetOptions {
  readonly count: number;
  /** Instead of the fleet's own key. */
  readonly access?: Omit<DemoAccess, 'user' | 'key'>;
  readonly maxSessions?: number;
}

export interface Fleet {
  readonly hosts: readonly Host[];
  readonly groups: readonly { readonly name: string; readonly hosts: readonly string[] }[];
  /** The servers, by host name. */
  readonly servers: ReadonlyMap<string, DemoHost>;
  readonly scratch: string;
  /** Ends every program that runs there and removes the scratch directory. */
  close(): void;
}

const user = 'demo';

/** Starts `count` SSH servers on loopback; keys and directories are fresh each time. */
export async function startFleet({ count, access, maxSessions }: FleetOptions): Promise<Fleet> {
  const scratch = mkdtempSync(path.join(tmpdir(), 'tutti-demo-'));
  const client = ssh2.utils.generateKeyPairSync('ed25519');
  const hostKey = ssh2.utils.generateKeyPairSync('ed25519');
  const identity = path.join(scratch, 'id_ed25519');
  writeFileSync(identity, client.private, { mode: 0o600 });
  const groups = groupNames(count);
  const names = groups.flatMap(({ hosts }) => hosts);
  const servers = new Map<string, DemoHost>();
  const homes: string[] = [];
  for (const [index, name] of names.entries()) {
    const home = makeHome(scratch, { name, index, ...peculiar(index, count) });
    homes.push(home);
    const server = new DemoHost({
      hostKey: hostKey.private,
      access: access
        ? { user, ...access }
        : { user, key: ssh2.utils.parseKey(client.public) as ParsedKey },
      home,
      env: environment(home),
      ...(maxSessions !== undefined && { maxSessions }),
    });
    await server.start();
    servers.set(name, server);
  }
  const knownHosts = path.join(scratch, 'known_hosts');
  const key = hostKey.public.split(' ').slice(0, 2).join(' ');
  const lines = [...servers.values()].map(({ port }) => `[127.0.0.1]:${port} ${key}\n`);
  writeFileSync(knownHosts, lines.join(''), { mode: 0o600 });
  const stopLogs = growLogs(homes);
  return {
    scratch,
    servers,
    groups,
    hosts: names.map((name, index) => ({
      name,
      address: '127.0.0.1',
      port: servers.get(name)?.port ?? 0,
      user,
      ...(!access && { identityFiles: [identity] }),
      knownHosts,
      shell: 'auto',
      hostKeyCheck: 'yes',
      vars: {
        role: groups.find(({ hosts }) => hosts.includes(name))?.name ?? '',
        rack: `r${1 + (index % 3)}`,
      },
    })),
    close() {
      stopLogs();
      for (const server of servers.values()) server.stop();
      rmSync(scratch, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** Two thirds web, one third db, as in the assignment's example. */
function groupNames(count: number) {
  const databases = Math.floor(count / 3);
  const width = Math.max(2, String(count).length);
  const named = (prefix: string, many: number) =>
    Array.from({ length: many }, (_, i) => `${prefix}${String(i + 1).padStart(width, '0')}`);
  return [
    { name: 'web_clusters', hosts: named('web', count - databases) },
    { name: 'db_servers', hosts: named('db', databases) },
  ];
}

/** With few hosts some of these fall on the same one. */
const peculiar = (index: number, count: number) => ({
  odd: index === Math.min(2, count - 1),
  slow: index === Math.min(1, count - 1),
  broken: index === count - 1,
});

/** Nothing of the operator's own environment reaches the demo hosts. */
const environment = (home: string): NodeJS.ProcessEnv => ({
  HOME: home,
  USER: user,
  LOGNAME: user,
  SHELL: '/bin/bash',
  LANG: 'C.UTF-8',
  PATH: `${home}/bin:/usr/local/bin:/usr/bin:/bin:/usr/local/sbin:/usr/sbin:/sbin`,
});
