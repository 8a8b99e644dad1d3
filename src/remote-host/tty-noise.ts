/**
 * Removes from a bash's stderr what it says, for want of a terminal, whenever a program of the line dies by a signal –
 * as `seq` does in `seq 1000000 | head -1`: `bash: [4711: 1 (255)] tcsetattr: Inappropriate ioctl for device`.
 */
export class TtyNoise {
  readonly #whole: RegExp;
  readonly #begun: RegExp;
  #held = '';

  /** `pid` is the shell's own. */
  constructor(pid: number) {
    const name = '(?:/[^\\s:]*/)?-?bash: ';
    this.#whole = new RegExp(`${name}\\[${pid}: \\d+ \\(\\d+\\)\\] tcsetattr: [^\\n]*\\n`, 'g');
    // It is written in pieces: the name, the text, the reason.
    this.#begun = new RegExp(`${name}(?:\\[(?:${pid}: \\d+ \\(\\d+\\)\\] tcsetattr[^\\n]*)?)?$`);
  }

  /** Returns what remains of these bytes and of those held back; the start of such a message is held back. */
  take(bytes: Uint8Array): Uint8Array {
    const from = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    if (this.#held === '' && !from.includes('bash: ')) return bytes;
    const text = (this.#held + from.toString('latin1')).replaceAll(this.#whole, '');
    const begun = this.#begun.exec(text)?.index ?? text.length;
    this.#held = text.slice(begun);
    return Buffer.from(text.slice(0, begun), 'latin1');
  }

  /** Returns what was held back, since nothing more will come. */
  rest(): Uint8Array {
    const rest = Buffer.from(this.#held, 'latin1');
    this.#held = '';
    return rest;
  }
}
