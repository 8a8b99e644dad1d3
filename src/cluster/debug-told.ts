import type { Debug } from '../domain/debug.ts';
import { DebugLog } from '../records/debug-log.ts';
import { type DebugWords, wordsOfEvent, wordsOfRequest } from './debug-words.ts';
import type { Event, Request } from './protocol.ts';

/** A worker's part of the debug log; while there is none it costs a look at each message. */
export class DebugTold {
  #log: DebugLog | undefined;

  /** Absent: no more. */
  writeTo(file: string | undefined): void {
    this.#log?.close();
    this.#log = file === undefined ? undefined : opened(file);
  }

  /** For what happens to that host; undefined: nobody wants to know. */
  of(host: string): Debug | undefined {
    return this.#log && ((event) => this.#log?.write(host, event));
  }

  event(event: Event): void {
    if (this.#log) this.#write(wordsOfEvent(event));
  }

  request(request: Request): void {
    if (!this.#log) return;
    if (request.type === 'answer') this.#log.hide(request.answers ?? []);
    this.#write(wordsOfRequest(request));
  }

  #write(words: DebugWords | undefined): void {
    if (!words) return;
    const hosts = words.hosts.length > 0 ? words.hosts : [undefined];
    for (const host of hosts) this.#log?.write(host, words.text);
  }
}

/** Somebody may have taken it away meanwhile. */
function opened(file: string): DebugLog | undefined {
  try {
    return new DebugLog(file, { process: `worker-${process.pid}` });
  } catch {
    return undefined;
  }
}
