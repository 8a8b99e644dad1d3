/** Where each value of a host comes from, as `tutti inventory explain` tells it. */
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
  /** Nothing is said of it here; ssh's own configuration may. */
  | { readonly kind: 'default' }
  | { readonly kind: 'ssh' };

export interface ExplainedGroup {
  readonly name: string;
  /** Where the host, or the group below, is named as one of its hosts. */
  readonly place: string;
  /** The group below by which the host is in it. */
  readonly through?: string;
}
