/** Who types on without such a pause has not seen the question yet, ms. */
const pauseMs = 500;
/** But not for longer than this after the first such key, ms. */
const mostMs = 2000;

/** Tells keys that are meant for a question from those of somebody who was typing something else when it came up. */
export class Attention {
  readonly #now: () => number;
  /** When a key was last pressed that was for something else. */
  #typedAt = Number.NEGATIVE_INFINITY;
  /** Since when keys go past the question. */
  #passingSince: number | undefined;
  /** The question that has the keys. */
  #open: number | undefined;

  /** `now`: ms, of a clock that does not jump. */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /** A key came while nothing was asked. */
  typed(): void {
    this.#typedAt = this.#now();
    this.#passingSince = undefined;
  }

  /** Whether a key is for this question. `typing`: something was begun that it may belong to. */
  isFor(ask: number, typing: boolean): boolean {
    if (this.#open === ask) return true;
    const now = this.#now();
    const isTypedOn = typing || this.#passingSince !== undefined;
    const since = this.#passingSince ?? now;
    if (isTypedOn && now - this.#typedAt < pauseMs && now - since < mostMs) {
      this.#typedAt = now;
      this.#passingSince = since;
      return false;
    }
    this.#open = ask;
    this.#passingSince = undefined;
    return true;
  }
}
