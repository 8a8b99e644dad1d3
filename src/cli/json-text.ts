import { isUtf8 } from 'node:buffer';

/** Output in JSON: text, or base64 where it is not UTF-8. */
export type JsonText = { readonly text: string } | { readonly base64: string };

export const jsonText = (bytes: Buffer): JsonText =>
  isUtf8(bytes) ? { text: bytes.toString('utf8') } : { base64: bytes.toString('base64') };

/** JSON on one line that a terminal may be shown: what JSON.stringify leaves as it is but a terminal acts on is escaped. */
export function toJson(value: unknown): string {
  return JSON.stringify(value).replace(
    /[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** Bytes of a stream in pieces that end where a character ends, so that a cut is not taken for "not UTF-8". */
export class TextPieces {
  #tail: Buffer = Buffer.alloc(0);

  /** What can be told now; empty while only a part of a character is there. */
  push(bytes: Uint8Array): Buffer {
    const all = Buffer.concat([this.#tail, bytes]);
    const end = all.length - openCharacter(all);
    this.#tail = Buffer.from(all.subarray(end));
    return all.subarray(0, end);
  }

  /** What was held back. */
  end(): Buffer {
    const tail = this.#tail;
    this.#tail = Buffer.alloc(0);
    return tail;
  }
}

/** How many bytes at the end begin a character that is not complete (RFC 3629): 0 to 3. */
function openCharacter(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back] as number;
    if (byte < 0x80) return 0;
    if (byte >= 0xc0) return back < characterLength(byte) ? back : 0;
  }
  return 0;
}

function characterLength(first: number): number {
  if (first >= 0xf0) return 4;
  return first >= 0xe0 ? 3 : 2;
}
