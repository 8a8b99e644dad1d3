import { readFileSync } from 'node:fs';
import ssh2, { type IdentityCallback, type ParsedKey } from 'ssh2';

/** The public halves of identity files, as far as they lie beside them (`FILE.pub`). */
export function publicKeys(files: readonly string[]): Buffer[] {
  return files.flatMap((file) => {
    try {
      const parsed = ssh2.utils.parseKey(readFileSync(`${file}.pub`)) as
        | ParsedKey
        | ParsedKey[]
        | Error;
      const key = Array.isArray(parsed) ? parsed[0] : parsed;
      return !key || key instanceof Error ? [] : [key.getPublicSSH()];
    } catch {
      return [];
    }
  });
}

/** Lends only some of an agent's keys, so that a server with few tries is not offered all of them. */
export class KeyAgent extends ssh2.OpenSSHAgent {
  readonly #only: readonly Buffer[];

  constructor(socket: string, only: readonly Buffer[]) {
    super(socket);
    this.#only = only;
  }

  override getIdentities(callback: IdentityCallback<ParsedKey>): void {
    super.getIdentities((error, keys) => {
      if (error) return callback(error);
      callback(
        undefined,
        ((keys ?? []) as ParsedKey[]).filter((key) => this.#lends(key.getPublicSSH())),
      );
    });
  }

  #lends(key: Buffer): boolean {
    return this.#only.some((wanted) => wanted.equals(key));
  }
}
