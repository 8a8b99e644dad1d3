import path from 'node:path';
import { keepsNone } from '../host-key-check.ts';
import type { Route } from '../route.ts';
import type { LentIdentity } from './identity-agent.ts';

/** The files of ours that ssh is given. */
export interface MasterFiles {
  /** The control socket. */
  readonly control: string;
  readonly log: string;
  /** A known_hosts of its own, for a key that no file of the operator keeps. */
  readonly unrecorded: string;
  /** A script that stores the key that the host presents. */
  readonly keyKeeper: string;
}

export interface SshOptions {
  readonly files: MasterFiles;
  readonly version: number;
  /** The ssh configuration file, or `none`; absent: the usual ones. */
  readonly config?: string;
  /** The command that leads to the host, for the operator's shell; absent: as ssh's configuration says. */
  readonly way?: string;
  /** The only key to log in with. */
  readonly identity?: LentIdentity;
  /** Seconds between two keepalives, if ssh's configuration does not say. */
  readonly keepalive: number;
}

/** The arguments of an ssh that logs in and only serves its control socket. The first value of an option wins. */
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

/** The log shows how far it has come; everything else that ssh might be configured to do is switched off. */
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

/** Always set, because a ProxyJump in ssh's configuration has been resolved before. */
const wayOf = ({ ssh }: Route, way: string | undefined): string =>
  way ?? (ssh.proxyCommand === undefined ? 'none' : tokenFree(ssh.proxyCommand));

/** A changed key is always refused, and ssh never asks about an unknown one. */
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
    // A password from the inventory needs no prompt, so it may be sent even if none is allowed.
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

/** The default order, but password first: ssh's own order asks for it in a way that tells us less. */
const usualMethods = 'publickey,password,keyboard-interactive';

/** Escapes what ssh would expand (ssh_config(5), TOKENS). */
const tokenFree = (text: string): string => text.replaceAll('%', '%%');

const quoted = (file: string): string =>
  `"${tokenFree(file).replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
