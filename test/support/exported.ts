import type { ExportedRun } from '../../src/cli/exported-run.ts';
import type { Run } from '../../src/domain/run.ts';

type Said = readonly (readonly ['stdout' | 'stderr', string])[];

/** A run whose hosts said this, in these pieces (latin1). */
export function exportedRun(
  run: Run,
  said: Readonly<Record<string, Said>>,
  unrecorded: readonly string[] = [],
  incomplete: readonly string[] = [],
): ExportedRun {
  return {
    run,
    user: 'ada',
    unrecorded: new Set(unrecorded),
    incomplete: new Set(incomplete),
    async *output(host) {
      for (const [stream, text] of said[host] ?? []) {
        yield { stream, bytes: Buffer.from(text, 'latin1') };
      }
    },
  };
}

export async function textOf(pieces: AsyncIterable<string>): Promise<string> {
  let text = '';
  for await (const piece of pieces) text += piece;
  return text;
}

/** Fields as RFC 4180 has them; throws for what it does not allow. */
export function parseCsv(text: string): string[][] {
  const rows: string[][] = [[]];
  let rest = text;
  while (rest !== '') {
    const [whole, quoted, plain, end] =
      /^(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/.exec(rest) ?? [];
    if (whole === undefined) throw new Error(`no CSV: ${rest.slice(0, 40)}`);
    rows.at(-1)?.push(quoted?.replaceAll('""', '"') ?? plain ?? '');
    if (end === '\r\n') rows.push([]);
    rest = rest.slice(whole.length);
  }
  return rows.slice(0, -1);
}
