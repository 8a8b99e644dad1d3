import { shellQuote } from '../domain/shell-word.ts';
import type { Connection } from '../transport/channel.ts';
import type { ControlChannel } from './control-channel.ts';
import { type Feeder, openFeeder, unblockScript } from './feeder.ts';
import type { RequestForm } from './start-request.ts';

/** How long the feeder may take to notice the line's end, ms. */
const unblockAfter = 500;

/** What the operator writes to a line, also before the way to it is open. */
export class LineInput {
  #feeder: Feeder | undefined;
  #early: Uint8Array[] = [];
  #ended = false;
  #closed = false;

  /** Gives the path to read from, quoted. Rejects with an `Error` that says why there is none. */
  async open(connection: Connection, form: RequestForm, onDrain: () => void): Promise<string> {
    const feeder = await openFeeder(connection, form, onDrain);
    this.#feeder = feeder;
    feeder.channel.onClose(() => {
      this.#closed = true;
      onDrain();
    });
    for (const bytes of this.#early) feeder.channel.write(bytes);
    if (this.#early.length > 0) onDrain();
    this.#early = [];
    if (this.#ended) feeder.channel.end();
    return shellQuote(feeder.path);
  }

  write(bytes: Uint8Array): boolean {
    if (this.#closed || this.#ended) return true;
    if (this.#feeder !== undefined) return this.#feeder.channel.write(bytes);
    this.#early.push(bytes);
    return false;
  }

  end(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#feeder?.channel.end();
  }

  /** The line is over. A feeder that nobody has read from would wait for ever. */
  finish(control: ControlChannel): void {
    this.end();
    const feeder = this.#feeder;
    if (feeder === undefined || this.#closed) return;
    setTimeout(() => {
      if (!this.#closed) control.ask(unblockScript(shellQuote(feeder.path))).catch(() => {});
    }, unblockAfter);
  }
}
