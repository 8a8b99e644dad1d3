import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import type { Debug } from '../../domain/debug.ts';

/** How often it is looked for more, ms. */
const lookMs = 100;
/** Read at once, bytes. */
const most = 64 * 1024;

const nothing = Buffer.alloc(0);

/** What ssh adds to its log, line by line, to the debug log. */
export class LogTail {
  readonly #file: string;
  readonly #debug: Debug;
  readonly #timer: NodeJS.Timeout;
  #at = 0;
  #rest = '';

  constructor(file: string, debug: Debug) {
    this.#file = file;
    this.#debug = debug;
    this.#timer = setInterval(() => this.read(), lookMs).unref();
  }

  /** All that is there by now; before it is emptied, and for the last time before it goes. */
  read(): void {
    for (;;) {
      const bytes = this.#next();
      if (bytes.length === 0) return;
      this.#at += bytes.length;
      const lines = (this.#rest + bytes.toString('latin1')).split('\n');
      this.#rest = lines.pop() ?? '';
      for (const line of lines) this.#tell(Buffer.from(line, 'latin1').toString().trimEnd());
    }
  }

  emptied(): void {
    this.#at = 0;
  }

  end(): void {
    clearInterval(this.#timer);
    this.read();
  }

  /** From its standard error: the host's banner, what a ProxyCommand says. */
  heard(text: string): void {
    for (const line of text.trim().split(/\s*\n/)) this.#tell(line);
  }

  #next(): Buffer {
    try {
      const open = openSync(this.#file, 'r');
      try {
        const left = Math.min(most, fstatSync(open).size - this.#at);
        if (left <= 0) return nothing;
        const bytes = Buffer.alloc(left);
        return bytes.subarray(0, readSync(open, bytes, 0, left, this.#at));
      } finally {
        closeSync(open);
      }
    } catch {
      return nothing; // it is not there yet, or any more
    }
  }

  #tell(line: string): void {
    const told = withoutWords(line);
    if (told !== '') this.#debug(`ssh: ${told}`);
  }
}

/** A command, the value of a variable and what a program is given are nobody's business. */
export function withoutWords(line: string): string {
  if (/\b(?:sending command|setting env|env \w+ ?=)/i.test(line)) return '';
  return line.replace(/^(debug\d: Executing (?:proxy |dialog )?command: (?:exec )?\S+).*/i, '$1 …');
}
