import {
  closeSync,
  constants,
  fstatSync,
  openSync,
  renameSync,
  statSync,
  writeSync,
} from 'node:fs';
import { safeText } from '../domain/output.ts';

/** Of a part, bytes: what is full goes on as `FILE.1`, in place of the part before it. */
const usualPart = 16 * 1024 * 1024;
/** Of one event, characters: a host may say more than anybody reads. */
const longest = 2000;
/** How often it is looked at how large the file is, ms. */
const lookMs = 1000;
/** A shorter secret would be found in every second word. */
const shortestHidden = 6;

export interface DebugLogOptions {
  /** The process, as its lines call it. */
  readonly process: string;
  /** It begins the next part when one is full: one of the processes does. */
  readonly turns?: true;
  /** Smaller in tests. */
  readonly part?: number;
}

/**
 * The log of `--debug`, which several processes write at once: each line is one write at the end of the file (O_APPEND),
 * so that one which is killed loses none that it has told. What cannot be written is given up.
 */
export class DebugLog {
  readonly file: string;
  readonly #options: DebugLogOptions;
  readonly #part: number;
  readonly #hidden = new Set<string>();
  #open: number;
  #looked = 0;
  #written = 0;
  #full = false;

  /** @throws when it cannot be opened; `openDebugFile` has made it. */
  constructor(file: string, options: DebugLogOptions) {
    this.file = file;
    this.#options = options;
    this.#part = options.part ?? usualPart;
    this.#open = openPart(file, 0);
  }

  /** `host`: absent where it is about none of them, or all. */
  write(host: string | undefined, event: string): void {
    const now = Date.now();
    const text = shortened(safeText(this.#withoutSecrets(event)));
    const line = `${new Date(now).toISOString()} ${this.#options.process} ${safeText(host ?? '-')} ${text}\n`;
    try {
      if (now - this.#looked >= lookMs || this.#written >= this.#part / 16) this.#look(now);
      if (this.#full) return;
      this.#written += writeSync(this.#open, line);
    } catch {
      // A full disk is told where it matters.
    }
  }

  /** Secrets that this process has been given: should one of them come back in what a host says, it is not written. */
  hide(secrets: readonly string[]): void {
    for (const secret of secrets.flatMap((each) => each.split('\n'))) {
      if (secret.length < shortestHidden) continue;
      this.#hidden.add(secret).add(safeText(secret));
    }
  }

  close(): void {
    closeSync(this.#open);
    this.#open = -1;
  }

  #withoutSecrets(event: string): string {
    let text = event;
    for (const secret of this.#hidden) text = text.replaceAll(secret, '[secret]');
    return text;
  }

  #look(now: number): void {
    this.#looked = now;
    this.#written = 0;
    const { size, ino } = fstatSync(this.#open);
    const there = statSync(this.file, { throwIfNoEntry: false });
    if (this.#options.turns && size >= this.#part) this.#turn();
    else if (there !== undefined && there.ino !== ino) this.#reopen();
    // Whoever begins the next part cannot, or is stopped (Ctrl-Z).
    this.#full = fstatSync(this.#open).size >= this.#part * 2;
  }

  #turn(): void {
    try {
      renameSync(this.file, `${this.file}.1`);
      this.#reopen(constants.O_CREAT | constants.O_EXCL);
      writeSync(this.#open, `${headLine}, continued: what came before is in ${this.file}.1\n`);
    } catch {
      // It goes on where it is, until that is full.
    }
  }

  #reopen(flags = 0): void {
    const before = this.#open;
    this.#open = openPart(this.file, flags);
    closeSync(before);
  }
}

/** What such a file begins with. */
export const headLine = 'tutti debug log';

/** Of our own alone: it was made so. */
const openPart = (file: string, flags: number): number =>
  openSync(file, constants.O_WRONLY | constants.O_APPEND | constants.O_NOFOLLOW | flags, 0o600);

const shortened = (text: string): string =>
  text.length > longest ? `${text.slice(0, longest)}… (${text.length - longest} more)` : text;
