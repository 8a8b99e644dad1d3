/** Keys that hosts have shown since we have started and that no file keeps: the same one is demanded at a reconnect. */
export class SessionKeys {
  readonly #keys = new Map<string, Buffer>();

  /** `host`: what it is reached by, its jump hosts too: behind another one there may be the same address. */
  of(host: string): Buffer | undefined {
    return this.#keys.get(host);
  }

  keep(host: string, key: Buffer): void {
    this.#keys.set(host, key);
  }
}
