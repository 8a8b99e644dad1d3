import path from 'node:path';
import { keepsNone } from '../host-key-check.ts';
import type { Route } from '../route.ts';
import type { LentIdentity } from './identity-agent.ts';

/** What ssh is given of ours. */
export interface MasterFiles {
  /** The control socket. */
  readonly control: string;
  readonly log: string;
  /** A known_hosts of its own, for a key that no file of the operator's keeps. */
  readonly unrecorded: string;
  /** A script that keeps the key which the host shows. */
  readonly keyKeeper: string;
}

export interface SshOptions {
  readonly files: MasterFiles;
  readonly version: number;
  /** The file of ssh's configuration, or `none`; absent: the usual ones. */
  readonly config?: string;
  /** The way to the host, for the operator's shell; absent: what ssh's configuration says. */
  readonly way?: string;
  /** The one key to log in with, in place of all others. */
  readonly identity?: LentIdentity;
  /** Seconds between two signs of life, where ssh's configuration has no word on it. */
  readonly keepalive: number;
}

/** The arguments of an ssh that logs in and does nothing but serve its control socket. The first word on a thing wins. */
export function masterArguments(route: Route, options: SshOptions): string[] {
  const { files, config, version } = options;
  const words = [
    ...serving,
    ...(version >= 8.7 ? ['ForkAfterAuthentication=no', 'StdinNull=yes'] : []),
    ...addressed(route),
    `ProxyCommand=${wayOf(route, options.way)}`,
    ...hostKeyOptions(route, options),
    ...loginOptions(route),
    ...keyOptions(route, options.identity),
    ...Object.entries(route.sshOptions ?? {}).map(([name, value]) => `${name}=${value}`),
    ...(route.ssh.serverAlive
      ? []
      : [`ServerAliveInterval=${Math.max(1, options.keepalive)}`, 'ServerAliveCountMax=3']),
  ];
  return [
    ...(config === undefined ? [] : ['-F', config]),
    ...['-M', '-N', '-x', '-T', '-S', tokenFree(files.control), '-E', files.log],
    ...words.flatMap((word) => ['-o', word]),
    ...['--', route.name],
  ];
}

/** The log tells how far it has come; nothing of what the operator does with ssh otherwise is wanted here. */
const serving = [
  'LogLevel=DEBUG1',
  'ControlPersist=no',
  'ClearAllForwardings=yes',
  'PermitLocalCommand=no',
  'RemoteCommand=none',
  'Tunnel=no',
];

const addressed = ({ address, port, user }: Route): string[] => [
  `HostName=${tokenFree(address)}`,
  `Port=${port}`,
  `User=${user}`,
];

/** Said in any case: a ProxyJump of ssh's configuration has been resolved before. */
const wayOf = ({ ssh }: Route, way: string | undefined): string =>
  way ?? (ssh.proxyCommand === undefined ? 'none' : tokenFree(ssh.proxyCommand));

/** A key that has changed is refused in any case, one that is unknown is never asked for by ssh. */
function hostKeyOptions(route: Route, { files, version }: SshOptions): string[] {
  const { hostKeyCheck, knownHosts, ssh } = route;
  const own = knownHosts === undefined ? undefined : [knownHosts];
  const shown =
    version >= 8.5 && !ssh.onlyOpenssh.includes('KnownHostsCommand')
      ? [`KnownHostsCommand=/bin/sh ${quoted(files.keyKeeper)} %I %t %K`]
      : [];
  const known = keepsNone(route) ? [files.unrecorded, ...(own ?? ssh.userKnownHosts)] : own;
  return [
    `StrictHostKeyChecking=${hostKeyCheck === 'no' || hostKeyCheck === 'accept-new' ? 'accept-new' : 'yes'}`,
    ...(known ? [`UserKnownHostsFile=${known.map(quoted).join(' ')}`] : []),
    ...(own ? ['GlobalKnownHostsFile=/dev/null', 'HashKnownHosts=no'] : []),
    ...shown,
  ];
}

function loginOptions({ password, ssh }: Route): string[] {
  const asked = ssh.batchMode && !isKept(password);
  return [
    `BatchMode=${asked ? 'yes' : 'no'}`,
    // What the inventory has is not typed by anybody.
    ...(ssh.passwordPrompts < 1 && isKept(password) ? ['NumberOfPasswordPrompts=1'] : []),
    ...(password === undefined ? ['PasswordAuthentication=no'] : []),
    ...(ssh.methods.join() === usualMethods
      ? [`PreferredAuthentications=gssapi-with-mic,hostbased,${usualMethods}`]
      : []),
  ];
}

function keyOptions({ identityFiles }: Route, identity: LentIdentity | undefined): string[] {
  if (!identity && !identityFiles) return [];
  const files = identity ? [identity.publicKey] : (identityFiles ?? []);
  const named = files.map((file) => `IdentityFile=${quoted(path.resolve(file))}`);
  return [
    ...(files.length === 0 ? ['IdentityFile=none'] : named),
    'IdentitiesOnly=yes',
    ...(identity ? [`IdentityAgent=${quoted(identity.socket)}`] : []),
  ];
}

const isKept = (password: Route['password']): boolean =>
  password !== undefined && password.kind !== 'prompt';

/** Nobody has said otherwise; ssh itself would ask for a password in a way that tells us less of it. */
const usualMethods = 'publickey,password,keyboard-interactive';

/** What ssh expands otherwise (ssh_config(5), TOKENS). */
const tokenFree = (text: string): string => text.replaceAll('%', '%%');

const quoted = (file: string): string =>
  `"${tokenFree(file).replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
