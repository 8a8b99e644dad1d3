/** Where each value of a host comes from, for `tutti inventory explain`. */
export interface Explanation {
  readonly host: string;
  readonly values: readonly ExplainedValue[];
  readonly groups: readonly ExplainedGroup[];
}

export interface ExplainedValue {
  readonly key: string;
  /** For people: never a password or a key's own text. */
  readonly text: string;
  readonly origin: Origin;
}

export type Origin =
  /** `from`: `host`, `defaults` or `@group`; `place`: file:line:column */
  | { readonly kind: 'written'; readonly from: string; readonly place: string }
  /** The inventory does not set it; ssh's configuration may. */
  | { readonly kind: 'default' }
  | { readonly kind: 'ssh' };

export interface ExplainedGroup {
  readonly name: string;
  /** Where the host, or the group below, is named as one of its hosts. */
  readonly place: string;
  /** The subgroup through which the host is in this group. */
  readonly through?: string;
}
