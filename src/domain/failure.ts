import type { UnknownKey } from './host-key.ts';

/** Why something outside of this program did not work. */
export interface Failure {
  readonly kind: FailureKind;
  /** What failed and why – what to do. Without the host's name; safe to show (see `safeText`). */
  readonly message: string;
  /** The jump host that failed, and with it all hosts behind it. */
  readonly jump?: string;
  /** With kind `host-key`: the key, which the operator may accept. */
  readonly unknownKey?: UnknownKey;
  /** What the ssh2 package cannot do, but ssh itself may. */
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

/** The user made a mistake: shown as one line under the prompt, or on stderr with exit status 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
