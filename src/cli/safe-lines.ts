import { LineAssembler } from '../domain/line-assembler.ts';
import type { HostLines } from './host-lines.ts';
import type { Sink } from './sink.ts';

/** Lines that a terminal may be shown, each as it ends; `prefixOf` stands in front of each. */
export function createSafeLines(sink: Sink, prefixOf: (host: string) => string): HostLines {
  const assemblers = new Map<string, LineAssembler>();
  const lateAssemblers = new Map<string, LineAssembler>();
  let ready = '';

  const assemblerIn = (known: Map<string, LineAssembler>, host: string): LineAssembler => {
    const assembler = known.get(host) ?? new LineAssembler(addLine(prefixOf(host)));
    known.set(host, assembler);
    return assembler;
  };
  const addLine = (prefix: string) => (line: string) => {
    ready += `${prefix}${line}\n`;
  };
  const print = (): void => {
    sink.write(ready);
    ready = '';
  };
  const endAll = (known: Map<string, LineAssembler>): void => {
    for (const assembler of known.values()) assembler.end();
    known.clear();
    print();
  };

  return {
    runStarted() {
      endAll(lateAssemblers);
    },
    write(host, bytes, taken) {
      assemblerIn(assemblers, host).write(bytes);
      print();
      sink.whenRoom(taken);
    },
    end(host) {
      assemblers.get(host)?.end();
      assemblers.delete(host);
      print();
    },
    late(host, bytes) {
      assemblerIn(lateAssemblers, host).write(bytes);
      print();
    },
    tell(text) {
      sink.write(`${text}\n`);
    },
    close() {
      endAll(assemblers);
      endAll(lateAssemblers);
    },
  };
}

/** All bytes of one stream as such lines. */
export function asSafeLines(bytes: Uint8Array): string {
  let text = '';
  const assembler = new LineAssembler((line) => {
    text += `${line}\n`;
  });
  assembler.write(bytes);
  assembler.end();
  return text;
}
