import type { Stream } from '../domain/run.ts';
import { endFacts, jsonVersion, openingFacts, outcomeFacts, transferFacts } from './json-events.ts';
import { jsonText, TextPieces, toJson } from './json-text.ts';
import type { Printer } from './printer.ts';
import { hostNotice } from './run-reports.ts';
import type { Sink } from './sink.ts';

/** One stream of one host run. */
interface Part {
  readonly pieces: TextPieces;
  /** Of the next event; there is none missing. */
  seq: number;
}

/** How far a host is, is told at most so often, ms. */
const progressMs = 500;

/** `--jsonl`: one event a line as it happens. Only notices go to stderr. */
export function createJsonlPrinter(out: Sink, err: Sink): Printer {
  const parts = new Map<string, Part>();
  const progressAt = new Map<string, number>();
  const latePieces = new Map<string, TextPieces>();

  const print = (type: string, facts: object): void =>
    out.write(`${toJson({ v: jsonVersion, type, ...facts })}\n`);

  const printOutput = (run: number, host: string, stream: Stream, part: Part, bytes: Buffer) => {
    if (bytes.length === 0) return;
    print('output', { run, host, stream, seq: part.seq, ...jsonText(bytes) });
    part.seq += 1;
  };

  const printLate = (host: string, stream: Stream, bytes: Buffer): void => {
    if (bytes.length > 0) print('late', { host, stream, ...jsonText(bytes) });
  };

  return {
    runStarted(run) {
      const { type, facts } = openingFacts(run);
      print(type, facts);
    },
    output(run, host, stream, bytes, taken) {
      const part = known(parts, key(stream, host, run), () => ({
        pieces: new TextPieces(),
        seq: 0,
      }));
      printOutput(run, host, stream, part, part.pieces.push(bytes));
      out.whenRoom(taken);
    },
    progress(run, host, progress) {
      const now = performance.now();
      const { bytes, totalBytes } = progress;
      const before = progressAt.get(host) ?? Number.NEGATIVE_INFINITY;
      if (bytes < totalBytes && now - before < progressMs) return;
      progressAt.set(host, now);
      print('progress', { run, host, ...progress });
    },
    ended(run, host, outcome, ms, transfer) {
      for (const stream of ['stdout', 'stderr'] as const) {
        const part = parts.get(key(stream, host, run));
        parts.delete(key(stream, host, run));
        if (part) printOutput(run, host, stream, part, part.pieces.end());
      }
      const facts = { run, host, ...outcomeFacts(outcome, ms) };
      if (transfer) print('transferred', { ...facts, ...transferFacts(transfer) });
      else print('outcome', facts);
    },
    runEnded(run) {
      print('end', { run: run.number, ...endFacts(run) });
    },
    late(host, stream, bytes) {
      const pieces = known(latePieces, key(stream, host), () => new TextPieces());
      printLate(host, stream, pieces.push(bytes));
    },
    notice(host, text) {
      err.write(`${hostNotice(host, text)}\n`);
    },
    async close() {
      for (const [name, pieces] of latePieces) {
        const { stream, host } = parseKey(name);
        printLate(host, stream, pieces.end());
      }
      await out.written();
      await err.written();
    },
  };
}

const key = (stream: Stream, host: string, run?: number): string =>
  JSON.stringify([stream, host, run]);

function parseKey(key: string): { stream: Stream; host: string } {
  const [stream, host] = JSON.parse(key);
  return { stream, host };
}

function known<K, V>(map: Map<K, V>, key: K, create: () => V): V {
  const found = map.get(key) ?? create();
  map.set(key, found);
  return found;
}
