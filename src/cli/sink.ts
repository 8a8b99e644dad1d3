/** The part of a writable stream that is used. */
export interface Writable {
  write(bytes: Uint8Array, written?: () => void): boolean;
  on(event: 'drain', listener: () => void): unknown;
  on(event: 'error', listener: (error: Error) => void): unknown;
}

/** A stream that is written in few large pieces and says when it has room. */
export interface Sink {
  write(bytes: Uint8Array | string): void;
  /** Calls `taken` once, when what was written is on its way and there is room for more. */
  whenRoom(taken: () => void): void;
  flush(): void;
  /** Settles when everything was written, or cannot be any more. */
  written(): Promise<void>;
}

/**
 * Standard output and error as one pair: they keep their order when both are the same terminal or
 * file. `broken` is called once when nobody reads any more (EPIPE); what comes then is dropped, and taken.
 */
export function openSinks(
  stdout: Writable,
  stderr: Writable,
  broken: (error: Error) => void,
): { readonly out: Sink; readonly err: Sink } {
  const out = openSink(stdout, broken, () => err.flush());
  const err = openSink(stderr, broken, () => out.flush());
  return { out, err };
}

const largestPiece = 64 * 1024; // bytes put together before they are written, a pipe's usual size

function openSink(stream: Writable, broken: (error: Error) => void, flushOther: () => void): Sink {
  let pieces: Uint8Array[] = [];
  let length = 0;
  let waiting: (() => void)[] = [];
  let full = false;
  let gone = false;

  const takeAll = (): void => {
    const taken = waiting;
    waiting = [];
    for (const take of taken) take();
  };
  const flush = (): void => {
    if (length === 0) return;
    const bytes = pieces.length === 1 ? (pieces[0] as Uint8Array) : Buffer.concat(pieces, length);
    pieces = [];
    length = 0;
    if (!gone && !stream.write(bytes)) full = true;
    if (!full) takeAll();
  };
  stream.on('drain', () => {
    full = false;
    takeAll();
  });
  stream.on('error', (error) => {
    full = false;
    if (!gone) broken(error);
    gone = true;
    takeAll();
  });

  return {
    write(data) {
      const bytes = typeof data === 'string' ? Buffer.from(data) : data;
      if (bytes.length === 0) return;
      if (length === 0) {
        flushOther();
        queueMicrotask(flush);
      }
      pieces.push(bytes);
      length += bytes.length;
      if (length >= largestPiece) flush();
    },
    whenRoom(taken) {
      if (length === 0 && !full) taken();
      else waiting.push(taken);
    },
    flush,
    written() {
      flush();
      return new Promise((resolve) => {
        if (gone) return resolve();
        waiting.push(resolve); // where the stream breaks
        stream.write(new Uint8Array(), resolve);
      });
    },
  };
}
