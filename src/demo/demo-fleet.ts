import { writeFileSync } from 'node:fs';
import path from 'node:path';
import ssh2, { type ParsedKey } from 'ssh2';
import type { Host } from '../domain/host.ts';
import type { DemoAccess } from './demo-access.ts';
import { growLogs, makeHome } from './demo-home.ts';
import { DemoHost, type DemoHostOptions } from './demo-host.ts';
import { drawKeys } from './demo-keys.ts';
import { mark } from './leftovers.ts';
import { makeScratch, removeScratch } from './scratch.ts';

export interface FleetOptions extends Pick<DemoHostOptions, 'maxSessions' | 'maxStartups'> {
  readonly count: number;
  /** Absent: by the fleet's own key. */
  readonly access?: Pick<DemoAccess, 'password' | 'prompt' | 'rounds' | 'ways'>;
}

export interface DemoGroup {
  readonly name: string;
  readonly hosts: readonly string[];
}

export interface Fleet {
  readonly hosts: readonly Host[];
  readonly groups: readonly DemoGroup[];
  /** The servers, by host name. */
  readonly servers: ReadonlyMap<string, DemoHost>;
  /** Holds everything of the fleet: keys, known_hosts, a home for each host. */
  readonly scratch: string;
  readonly knownHosts: string;
  /** The private key that logs in. */
  readonly identityFile: string;
  /** Ends every program that runs there and removes the scratch directory. */
  close(): void;
}

const user = 'demo';

/** Starts `count` SSH servers on loopback; keys and directories are fresh each time. */
export async function startFleet({ count, access, ...limits }: FleetOptions): Promise<Fleet> {
  const scratch = makeScratch();
  const identityFile = path.join(scratch, 'id_ed25519');
  const knownHosts = path.join(scratch, 'known_hosts');
  const client = drawKeys();
  writeFileSync(identityFile, client.private, { mode: 0o600 });
  const key = ssh2.utils.parseKey(client.public) as ParsedKey;
  const groups = demoGroups(count);
  const servers = new Map<string, DemoHost>();
  const hosts: Host[] = [];
  const knownLines: string[] = [];
  for (const [index, { name, group }] of membersOf(groups).entries()) {
    const home = makeHome(scratch, { name, index, ...peculiar(index, count) });
    const hostKey = drawKeys();
    const server = new DemoHost({
      hostKey: hostKey.private,
      access: { user, key, ways: [['publickey']], ...access },
      home,
      env: environment(home, name),
      ...limits,
    });
    await server.start();
    servers.set(name, server);
    knownLines.push(`[127.0.0.1]:${server.port} ${withoutComment(hostKey.public)}\n`);
    hosts.push({
      name,
      address: '127.0.0.1',
      port: server.port,
      user,
      identityFiles: [identityFile],
      knownHosts,
      shell: 'auto',
      hostKeyCheck: 'yes',
      vars: { role: group, rack: `r${1 + (index % 3)}` },
    });
  }
  writeFileSync(knownHosts, knownLines.join(''), { mode: 0o600 });
  const stopLogs = growLogs(hosts.map(({ name }) => path.join(scratch, name)));
  const close = () => {
    stopLogs();
    for (const server of servers.values()) server.close();
    removeScratch(scratch);
  };
  return { scratch, servers, groups, hosts, knownHosts, identityFile, close };
}

/** Two thirds web, one third db. */
function demoGroups(count: number): readonly DemoGroup[] {
  const databases = Math.floor(count / 3);
  const width = Math.max(2, String(count).length);
  const named = (prefix: string, many: number) =>
    Array.from({ length: many }, (_, i) => `${prefix}${String(i + 1).padStart(width, '0')}`);
  const groups = [
    { name: 'web_clusters', hosts: named('web', count - databases) },
    { name: 'db_servers', hosts: named('db', databases) },
  ];
  return groups.filter(({ hosts }) => hosts.length > 0);
}

const membersOf = (groups: readonly DemoGroup[]) =>
  groups.flatMap(({ name: group, hosts }) => hosts.map((name) => ({ name, group })));

/** With few hosts some of these fall on the same one. */
const peculiar = (index: number, count: number) => ({
  odd: index === Math.min(2, count - 1),
  slow: index === Math.min(1, count - 1),
  broken: index === count - 1,
});

/** Nothing of the operator's own environment reaches the demo hosts. */
const environment = (home: string, name: string): NodeJS.ProcessEnv => ({
  HOME: home,
  USER: user,
  LOGNAME: user,
  SHELL: '/bin/bash',
  LANG: 'C.UTF-8',
  PATH: `${home}/bin:/usr/local/bin:/usr/bin:/bin:/usr/local/sbin:/usr/sbin:/sbin`,
  HOSTNAME: name,
  [mark]: home,
});

const withoutComment = (publicKey: string): string => publicKey.split(' ').slice(0, 2).join(' ');
