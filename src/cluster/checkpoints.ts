/** Bytes between two places in a short output. */
const closest = 64 * 1024;
/** Places kept of one output, however long it is; of one that is seldom looked at any more. */
const mostPlaces = 128;
const fewPlaces = 16;

/** Places of an output where reading back can start: the longer it is, the further apart, so that they take no more memory. */
export class Checkpoints<T extends { readonly line: number }> {
  #places: T[] = [];
  #every = closest;
  #dueAt = 0;

  /** `bytes`: of the output so far. */
  isDue(bytes: number): boolean {
    return bytes >= this.#dueAt;
  }

  /** Places must come in the order of their lines. */
  add(bytes: number, place: T): void {
    this.#places.push(place);
    if (this.#places.length > mostPlaces) this.#halve();
    this.#dueAt = bytes + this.#every;
  }

  /** Takes hardly any memory from now on; reading back then takes longer. */
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
