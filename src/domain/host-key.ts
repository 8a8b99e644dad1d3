/**
 * A key that a host presented and that no known_hosts file has. Plain data: it crosses to the process that asks the
 * operator.
 */
export interface UnknownKey {
  /** The host's name for known_hosts. */
  readonly name: string;
  /** E.g. `ssh-ed25519`. */
  readonly type: string;
  /** The key itself, base64. */
  readonly key: string;
  /** As `ssh-keygen -l` prints it. */
  readonly fingerprint: string;
  /** The file it would be recorded in. */
  readonly file: string;
  /** The name is to be hashed there (ssh_config(5), HashKnownHosts). */
  readonly hashed: boolean;
  /** It is the key of this jump host, not of the host behind it. */
  readonly jump?: string;
}
