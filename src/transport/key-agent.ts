import ssh2, { type IdentityCallback, type ParsedKey } from 'ssh2';

export interface Lending {
  /** Only these public keys. */
  readonly only?: readonly Buffer[];
  /** At most so many: a server counts each one that it refuses. */
  readonly most?: number;
}

/** ssh-agent, but it lends only some of its keys. */
export class KeyAgent extends ssh2.OpenSSHAgent {
  /** The public keys that were offered. */
  readonly lent: Buffer[] = [];
  readonly #lending: Lending;

  constructor(socket: string, lending: Lending = {}) {
    super(socket);
    this.#lending = lending;
  }

  override getIdentities(callback: IdentityCallback<ParsedKey>): void {
    super.getIdentities((error, keys) => {
      if (error) return callback(error);
      const { only, most } = this.#lending;
      const lent = ((keys ?? []) as ParsedKey[])
        .filter((key) => !only || only.some((wanted) => wanted.equals(key.getPublicSSH())))
        .slice(0, most);
      this.lent.push(...lent.map((key) => key.getPublicSSH()));
      callback(undefined, lent);
    });
  }
}
