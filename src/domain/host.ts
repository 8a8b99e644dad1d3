import type { Failure } from './failure.ts';

/** A host with everything inherited already resolved. Plain data: it crosses to the worker, secrets do not. */
export interface Host {
  readonly name: string;
  /** The name or address to dial; the host's own name if the inventory does not say. */
  readonly address: string;
  /** Absent, like the next ones: as ssh's configuration says, else ssh's default. */
  readonly port?: number;
  readonly user?: string;
  /** Where the password comes from. Absent: keys and agent only, then keyboard-interactive. */
  readonly password?: SecretSource;
  /** Paths, `~` already expanded. Absent: the agent, then OpenSSH's default files. */
  readonly identityFiles?: readonly string[];
  /** Where the text of a key in the inventory comes from (asked for like a password). */
  readonly identity?: SecretSource;
  /** Names of the jump hosts, nearest to the operator first; empty: none, whatever ssh's configuration says. */
  readonly jump?: readonly string[];
  readonly shell: ShellChoice;
  readonly rc?: 'login' | 'interactive';
  readonly transport?: 'auto' | 'ssh2' | 'openssh';
  /** Seconds. */
  readonly connectTimeout?: number;
  /** A known_hosts file of its own, `~` already expanded. */
  readonly knownHosts?: string;
  readonly hostKeyCheck?: HostKeyCheck;
  readonly sshOptions?: Readonly<Record<string, string>>;
  readonly vars: Readonly<Record<string, string>>;
}

export type ShellChoice = 'auto' | 'login' | 'bash' | 'sh' | 'zsh';
export type HostKeyCheck = 'yes' | 'accept-new' | 'ask' | 'no';

/** Only the source is named here; the value crosses once, in the answer to the worker's question. */
export type SecretSource =
  | { readonly kind: 'stored' }
  | { readonly kind: 'prompt' }
  | { readonly kind: 'command'; readonly argv: readonly string[] }
  | { readonly kind: 'env'; readonly name: string }
  /** The keyring of the operator's system, by the name of a service. */
  | { readonly kind: 'keyring'; readonly service: string };

/** The state of a host's connection. `ready` means that its shell accepts a line. */
export type HostState =
  | { readonly kind: 'off' }
  | { readonly kind: 'connecting' }
  | { readonly kind: 'starting' }
  | {
      readonly kind: 'ready';
      readonly shell: ShellFacts;
      readonly restored?: true;
      /** The host may be an impostor: host_key_check is `no`, for it or for one of its jump hosts. */
      readonly unchecked?: true;
      /** Processes left of a line that was lost with its connection, its shell first. */
      readonly orphan?: readonly number[];
    }
  /** No byte for a while; `since` is epoch ms. The shell may still answer. */
  | { readonly kind: 'suspect'; readonly since: number }
  /** Dropped or unreachable; tried again at `at`, epoch ms. */
  | { readonly kind: 'retrying'; readonly at: number; readonly failure: Failure }
  /** Not tried again by itself: login refused, host key refused, no usable shell. */
  | { readonly kind: 'failed'; readonly failure: Failure };

/** What the remote shell reported about itself when it started. */
export interface ShellFacts {
  readonly kind: 'bash' | 'sh' | 'zsh';
  /** The end of its version line, may be empty (dash has none). */
  readonly version: string;
  readonly pid: number;
  /** Its process group; differs from `pid` if the server did not give it one of its own. */
  readonly pgid: number;
  /** Start time in clock ticks since boot (proc(5), field 22 of stat); 0 without /proc. */
  readonly startTime: number;
  readonly uid: number;
  readonly home: string;
  readonly cwd: string;
  /** What the host calls itself, and its address as it sees it. */
  readonly names?: readonly string[];
  /** A short remark if it is not the expected shell, e.g. `sh, no bash`. */
  readonly unusual?: string;
  /** A restricted account: each line is a program of its own and nothing lasts. There is no pid, uid or directory. */
  readonly perCommand?: true;
}
