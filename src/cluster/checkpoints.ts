/** Distance of two places in a short output, bytes. */
const closest = 64 * 1024;
/** Most places kept for an output, however long it is; and for one that is seldom looked at any more. */
const mostPlaces = 128;
const fewPlaces = 16;

/**
 * Places in an output where reading back can start. The longer the output, the further apart they are, so that they
 * take no more memory.
 */
export class Checkpoints<T extends { readonly line: number }> {
  #places: T[] = [];
  #every = closest;
  #dueAt = 0;

  /** `bytes`: length of the output so far. */
  isDue(bytes: number): boolean {
    return bytes >= this.#dueAt;
  }

  /** Places must come in the order of their lines. */
  add(bytes: number, place: T): void {
    this.#places.push(place);
    if (this.#places.length > mostPlaces) this.#halve();
    this.#dueAt = bytes + this.#every;
  }

  /** Keeps very few places from now on; reading back then takes longer. */
  thin(): void {
    while (this.#places.length > fewPlaces) this.#halve();
  }

  /** The last one at or before this line. */
  before(line: number): T | undefined {
    return this.#places.findLast((place) => place.line <= line);
  }

  /** The first stays: it is where the output begins. */
  #halve(): void {
    this.#places = this.#places.filter((_, index) => index % 2 === 0);
    this.#every *= 2;
  }
}
