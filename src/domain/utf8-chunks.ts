/** Turns bytes, cut into pieces anywhere, into text of whole characters. Invalid UTF-8 becomes U+FFFD. */
export class Utf8Chunks {
  #rest: Uint8Array = nothing;

  decode(bytes: Uint8Array): string {
    const all = this.#rest.length === 0 ? bytes : joined(this.#rest, bytes);
    const cut = all.length - unfinished(all);
    this.#rest = cut === all.length ? nothing : all.slice(cut);
    return decoder.decode(this.#rest === nothing ? all : all.subarray(0, cut));
  }

  /** The rest of a character that was never finished. */
  end(): string {
    const text = decoder.decode(this.#rest);
    this.#rest = nothing;
    return text;
  }

  copy(): Utf8Chunks {
    const copy = new Utf8Chunks();
    copy.#rest = this.#rest;
    return copy;
  }
}

const nothing = new Uint8Array(0);
// ignoreBOM keeps U+FEFF, so that it is treated the same wherever a piece begins
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

function joined(a: Uint8Array, b: Uint8Array): Uint8Array {
  const all = new Uint8Array(a.length + b.length);
  all.set(a);
  all.set(b, a.length);
  return all;
}

/** How many bytes at the end may be the beginning of an unfinished character. */
function unfinished(bytes: Uint8Array): number {
  for (let back = 1; back <= 3 && back <= bytes.length; back++) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte < 0x80) return 0;
    if (byte >= 0xc0) return back < sequenceLength(byte) ? back : 0;
  }
  return 0;
}

/** Unicode 3.9, table 3-7; what cannot begin a character counts as 1. */
function sequenceLength(lead: number): number {
  if (lead >= 0xc2 && lead <= 0xdf) return 2;
  if (lead >= 0xe0 && lead <= 0xef) return 3;
  return lead >= 0xf0 && lead <= 0xf4 ? 4 : 1;
}
