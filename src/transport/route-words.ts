import type { Host, SecretSource } from '../domain/host.ts';
import { agentSocket } from './agent-socket.ts';
import { connectSeconds } from './connect-limit.ts';
import { defaultIdentityFiles } from './identity-file.ts';
import { programOf } from './proxy-words.ts';
import { placeOf, type Route } from './route.ts';

/** How a host will be dialled and where that comes from, line by line: for the debug log. No secret is in a route. */
export function routeWords(host: Host, route: Route): string[] {
  const [{ address, port, user }, from] = [route, origins(host, route)];
  return [
    `route: ${user}@${placeOf({ address, port })} (address ${from.address}, port ${from.port}, user ${from.user})`,
    ...way(host, route),
    `route: transport ${host.transport ?? 'auto'}, ${connectSeconds(route)} s to connect (${from.timeout})`,
    ...trustAndLogin(route, from.hostKeyCheck).map((words) => `route: ${words}`),
    ...route.hops.flatMap((hop) =>
      trustAndLogin(hop).map((words) => `route: jump host ${hop.name}: ${words}`),
    ),
  ];
}

function trustAndLogin(route: Route, from?: string): string[] {
  const { hostKeyCheck, ssh, password } = route;
  return [
    `host key ${hostKeyCheck}${from ? ` (${from})` : ''}, known_hosts ${knownHosts(route)}`,
    `login by ${ssh.methods.join(', ')}; ${identities(route)}; ${passwordFrom(password)}`,
    ...chosen(route),
  ];
}

/** The inventory's word, or what `ssh -G` says. */
const inventory = 'by inventory';
const ssh = 'by ssh';

function origins(host: Host, route: Route) {
  const of = (ours: unknown) => (ours === undefined ? ssh : inventory);
  const named = host.address === host.name;
  return {
    address: named && route.address === host.name ? 'its name' : of(named ? undefined : host),
    port: of(host.port),
    user: of(host.user),
    hostKeyCheck: of(host.hostKeyCheck),
    timeout: timeoutOrigin(host, route),
  };
}

function timeoutOrigin({ connectTimeout }: Host, route: Route): string {
  if (connectTimeout !== undefined) return 'by inventory or --connect-timeout';
  return route.ssh.connectTimeout === undefined ? 'usual' : ssh;
}

function way(host: Host, route: Route): string[] {
  const { hops } = route;
  const program = programOf(route);
  const over = hops.map((hop) => `${hop.name} (${hop.user}@${placeOf(hop)})`).join(', then ');
  const from = host.jump === undefined ? ssh : inventory;
  return [
    ...(hops.length > 0 ? [`route: over jump host ${over} (${from})`] : []),
    // Its arguments may hold anything.
    ...(program === undefined
      ? []
      : [`route: by ProxyCommand ${program.trim().split(/\s/, 1)[0]}`]),
  ];
}

function knownHosts({ knownHosts, ssh }: Route): string {
  if (knownHosts !== undefined) return `${knownHosts} (${inventory})`;
  return [...ssh.userKnownHosts, ...ssh.globalKnownHosts].join(' ') || 'none';
}

function identities(route: Route): string {
  const { identity, identityFiles, ssh: settings } = route;
  const agent = `agent ${agentSocket(route) ?? 'none'}`;
  if (identity) return `the key of the inventory, ${agent}`;
  const files = identityFiles ?? settings.identityFiles;
  const from = identityFiles ? inventory : files ? ssh : 'usual';
  const list = (files ?? defaultIdentityFiles()).join(' ') || 'none';
  return `identity files ${list} (${from})${settings.identitiesOnly ? ', no others' : ''}, ${agent}`;
}

/** Where it is kept, never what it is. */
const passwordFrom = (password: SecretSource | undefined): string =>
  password === undefined ? 'no password' : `password ${origin[password.kind]}`;

const origin: Readonly<Record<SecretSource['kind'], string>> = {
  stored: 'in the inventory',
  prompt: 'asked for',
  command: 'by password_command',
  env: 'by password_env',
  keyring: 'of the keyring',
};

/** What the operator has chosen otherwise than usual. */
function chosen({ ssh }: Route): string[] {
  const { algorithms, keyAlgorithms, onlyOpenssh, batchMode } = ssh;
  const words = [
    ...Object.entries(algorithms).map(([kind, names]) => `${kind} ${names.join(',')}`),
    ...(keyAlgorithms ? [`user keys ${keyAlgorithms.join(',')}`] : []),
    ...(onlyOpenssh.length > 0 ? [`${onlyOpenssh.join(', ')}, which only ssh itself can`] : []),
    ...(batchMode ? ['BatchMode: nobody is asked'] : []),
  ];
  return words.map((word) => `of ssh's configuration: ${word}`);
}
