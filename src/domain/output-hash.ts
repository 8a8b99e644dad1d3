/**
 * The same for the same lines. The streams are hashed separately: how their lines were interleaved is chance, and does
 * not make two outputs different. Not secure against forgery: a host that wants to look like the others can just print
 * what they print.
 */
export class OutputHash {
  readonly #output = new StreamHash();
  readonly #errors = new StreamHash();

  line(text: string, error: boolean): void {
    (error ? this.#errors : this.#output).line(text);
  }

  /** Lines with their ends, in UTF-8. */
  lines(bytes: Uint8Array, error: boolean): void {
    (error ? this.#errors : this.#output).lines(bytes);
  }

  /** The hash of all lines so far; empty if there are none. */
  get value(): string {
    const output = this.#output.value();
    const errors = this.#errors.value();
    return errors === '' ? output : `${output}!${errors}`;
  }
}

/**
 * Four lanes of multiply and shift over the UTF-8 bytes, 16 at a time. Lines are encoded many at once:
 * looking at each character in turn takes three times as long.
 */
class StreamHash {
  #pending = '';
  /** Bytes that do not fill a block of 16 yet. */
  #rest: Uint8Array = nothing;
  #length = 0;
  #a = 0x243f6a88;
  #b = 0x85a308d3;
  #c = 0x13198a2e;
  #d = 0x03707344;

  line(text: string): void {
    this.#pending += `${text}\n`;
    if (this.#pending.length > encodedAtOnce) this.#encode();
  }

  lines(bytes: Uint8Array): void {
    this.#encode();
    for (let from = 0; from < bytes.length; ) {
      const before = this.#rest.length;
      const part = bytes.subarray(from, from + scratch.length - before);
      scratch.set(this.#rest);
      scratch.set(part, before);
      this.#length += part.length;
      this.#blocks(before + part.length);
      from += part.length;
    }
  }

  value(): string {
    this.#encode();
    if (this.#length === 0) return '';
    const rest = this.#rest.reduce((hash, byte) => mixed(hash, byte, k1), this.#length | 0);
    const low = mixed(mixed(this.#a, this.#b, k1), rest, k2);
    const high = mixed(mixed(this.#c, this.#d, k3), low ^ rest, k4);
    return (low >>> 0).toString(36) + (high >>> 0).toString(36).padStart(7, '0');
  }

  #encode(): void {
    while (this.#pending !== '') {
      scratch.set(this.#rest);
      const space = scratch.subarray(this.#rest.length);
      const { read, written } = encoder.encodeInto(this.#pending, space);
      this.#pending = this.#pending.slice(read);
      this.#length += written;
      this.#blocks(this.#rest.length + written);
    }
  }

  #blocks(length: number): void {
    const whole = length - (length % 16);
    let a = this.#a;
    let b = this.#b;
    let c = this.#c;
    let d = this.#d;
    for (let i = 0; i < whole / 4; i += 4) {
      a = mixed(a, words[i] ?? 0, k1);
      b = mixed(b, words[i + 1] ?? 0, k2);
      c = mixed(c, words[i + 2] ?? 0, k3);
      d = mixed(d, words[i + 3] ?? 0, k4);
    }
    this.#a = a;
    this.#b = b;
    this.#c = c;
    this.#d = d;
    this.#rest = scratch.slice(whole, length);
  }
}

const encodedAtOnce = 8192;
const nothing = new Uint8Array(0);
const encoder = new TextEncoder();
// Shared: nothing is left in it between two calls.
const scratch = new Uint8Array(64 * 1024);
const words = new Uint32Array(scratch.buffer);

// Odd, so that no difference in a word is lost (xxHash's primes).
const k1 = 0x9e3779b1;
const k2 = 0x85ebca77;
const k3 = 0xc2b2ae3d;
const k4 = 0x27d4eb2f;

function mixed(hash: number, word: number, factor: number): number {
  const product = Math.imul(hash ^ word, factor);
  return product ^ (product >>> 15);
}
