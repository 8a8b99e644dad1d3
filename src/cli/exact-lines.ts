import type { HostLines } from './host-lines.ts';
import { heldLine, LineMixer, type LineSource } from './line-mixer.ts';
import { asLatin1, prefixLines } from './prefix-lines.ts';
import type { Sink } from './sink.ts';

export interface ExactLinesOptions {
  prefixOf(host: string): string;
  /** A last line without its end gets one. */
  readonly endLines: boolean;
}

/** Lines whose bytes are as received. Those of a single host are passed on before they end. */
export function createExactLines(sink: Sink, { prefixOf, endLines }: ExactLinesOptions): HostLines {
  const mixer = new LineMixer(sink, {
    format: (source, bytes, starts) => prefixLines(bytes, source.prefix, starts),
    endLines,
  });
  const sources = new Map<string, LineSource>();
  const lateSources = new Map<string, LineSource>();
  const own: LineSource = { prefix: '' };

  const sourceIn = (known: Map<string, LineSource>, host: string): LineSource => {
    const source = known.get(host) ?? { prefix: asLatin1(prefixOf(host)) };
    known.set(host, source);
    return source;
  };
  const endAll = (known: Map<string, LineSource>): void => {
    for (const source of known.values()) mixer.end(source);
    known.clear();
  };

  return {
    runStarted(hosts) {
      endAll(lateSources);
      mixer.hold = hosts.length === 1 ? 0 : heldLine;
    },
    write(host, bytes, taken) {
      mixer.write(sourceIn(sources, host), bytes, taken);
    },
    end(host) {
      mixer.end(sourceIn(sources, host));
    },
    late(host, bytes) {
      mixer.write(sourceIn(lateSources, host), bytes);
    },
    tell(text) {
      mixer.write(own, Buffer.from(`${text}\n`));
    },
    close() {
      endAll(sources);
      endAll(lateSources);
    },
  };
}
