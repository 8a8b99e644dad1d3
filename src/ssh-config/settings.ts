import type { RekeyLimit } from './rekey-limit.ts';

/** What ssh itself would do for a host (ssh_config(5)), its tokens expanded. Absent: not said, and no default of ssh's that matters. */
export interface SshSettings {
  /** HostName. */
  readonly address: string;
  readonly port: number;
  readonly user: string;
  /** Absent: ssh's usual files. */
  readonly identityFiles?: readonly string[];
  readonly identitiesOnly: boolean;
  /** The agent's socket; `null`: none is used. Absent: $SSH_AUTH_SOCK. */
  readonly identityAgent?: string | null;
  /** `[user@]host[:port]` each, the nearest to us first. */
  readonly proxyJump: readonly string[];
  readonly proxyCommand?: string;
  readonly userKnownHosts: readonly string[];
  readonly globalKnownHosts: readonly string[];
  readonly hostKeyCheck: 'yes' | 'accept-new' | 'ask' | 'no';
  /** The name that known_hosts has it under. */
  readonly hostKeyAlias?: string;
  readonly hashKnownHosts: boolean;
  /** A file of keys that are never accepted. */
  readonly revokedHostKeys?: string;
  /** Nobody is asked for anything. */
  readonly batchMode: boolean;
  /** Passwords that somebody may type in one login. */
  readonly passwordPrompts: number;
  /** Tries, one a second, where a server cannot be reached. */
  readonly connectionAttempts: number;
  /** Seconds. */
  readonly connectTimeout?: number;
  /** Seconds between two signs of life, and how many may stay out. */
  readonly serverAlive?: { readonly interval: number; readonly countMax: number };
  readonly forwardAgent: boolean;
  /** It is another one than we log in with. */
  readonly forwardsOther: boolean;
  /** In the order in which they are tried. */
  readonly methods: readonly LoginMethod[];
  readonly family?: 4 | 6;
  readonly bindAddress?: string;
  readonly compression: boolean;
  /** TCP itself asks whether the host is there. */
  readonly tcpKeepAlive: boolean;
  readonly rekeyLimit: RekeyLimit;
  /** With which keys may sign, where the operator chose them. */
  readonly keyAlgorithms?: readonly string[];
  /** Where the operator chose them. */
  readonly algorithms: Readonly<Partial<Record<AlgorithmKind, readonly string[]>>>;
  /** Variables that are offered to the host (SetEnv, SendEnv). */
  readonly env: Readonly<Record<string, string>>;
  /** GSSAPIAuthentication, which only ssh itself can. */
  readonly gssapi: boolean;
  /** Directives that only ssh itself can follow, as they are called in ssh_config(5). */
  readonly onlyOpenssh: readonly string[];
}

export type LoginMethod = 'publickey' | 'password' | 'keyboard-interactive';
export type AlgorithmKind = 'kex' | 'serverHostKey' | 'cipher' | 'hmac';
