/** Requests under way, so many at once; the first that fails ends it. */
export class InFlight {
  readonly #limit: number;
  #open = 0;
  #failed = false;
  #error: unknown;
  #wake: () => void = () => {};

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Starts it when there is room. Rejects with the error of one before it. */
  async add(start: () => Promise<void>): Promise<void> {
    while (this.#open >= this.#limit && !this.#failed) await this.#change();
    if (this.#failed) throw this.#error;
    this.#open += 1;
    void start()
      .catch((error: unknown) => {
        if (!this.#failed) this.#error = error;
        this.#failed = true;
      })
      .finally(() => {
        this.#open -= 1;
        this.#wake();
      });
  }

  /** All have settled. Rejects with the first error. */
  async done(): Promise<void> {
    while (this.#open > 0) await this.#change();
    if (this.#failed) throw this.#error;
  }

  #change(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve;
    });
  }
}
