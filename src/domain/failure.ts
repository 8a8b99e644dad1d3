import type { UnknownKey } from './host-key.ts';

/** Why something in the world did not work. Plain data, because an Error does not survive the process boundary. */
export interface Failure {
  readonly kind: FailureKind;
  /** What failed and why – what to do. Without the host's name; safe to show (see `safeText`). */
  readonly message: string;
  /** It is this jump host's, and that of all hosts behind it. */
  readonly jump?: string;
  /** Of kind `host-key`: the operator may accept it. */
  readonly unknownKey?: UnknownKey;
  /** ssh itself may do what the ssh2 package cannot: this. */
  readonly needsOpenssh?: string;
}

export type FailureKind =
  | 'unreachable'
  | 'timeout'
  | 'auth'
  | 'host-key'
  | 'no-shell'
  | 'busy'
  | 'canceled'
  | 'protocol'
  | 'file'
  | 'worker';

/** The user mistyped: shown as one line under the prompt, or on stderr with exit status 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
