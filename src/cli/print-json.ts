import type { Outcome } from '../domain/outcome.ts';
import type { Run, Stream } from '../domain/run.ts';
import type { TransferFacts } from '../domain/transfer.ts';
import { endFacts, jsonVersion, openingFacts, outcomeFacts, transferFacts } from './json-events.ts';
import { jsonText, toJson } from './json-text.ts';
import type { Printer } from './printer.ts';
import { hostNotice } from './run-reports.ts';
import type { Sink } from './sink.ts';

/** One host of a run, as it is kept until the end. */
interface HostResult {
  readonly stdout: Uint8Array[];
  readonly stderr: Uint8Array[];
  outcome?: Outcome;
  ms?: number;
  transfer?: TransferFacts;
}

type Late = { readonly host: string; readonly stream: Stream; readonly bytes: Uint8Array[] };

/**
 * `--json`: one document at the end, `{"v":1,"runs":[{run, target, command, hosts, outcomes, ms, ok, failed, notReached,
 * lost}],"late":[…]}`. An outcome has the fields of `--jsonl` and `stdout` and `stderr`, each with `text` or `base64`.
 * All output is kept until then.
 */
export function createJsonPrinter(out: Sink, err: Sink): Printer {
  const runs: { run: Run; readonly results: Map<string, HostResult> }[] = [];
  const lates = new Map<string, Late>();

  const resultOf = (run: number, host: string): HostResult => {
    const results = runs.find((kept) => kept.run.number === run)?.results;
    const result = results?.get(host) ?? { stdout: [], stderr: [] };
    results?.set(host, result);
    return result;
  };

  return {
    runStarted(run) {
      runs.push({ run, results: new Map() });
    },
    output(run, host, stream, bytes, taken) {
      resultOf(run, host)[stream].push(bytes);
      taken();
    },
    progress() {},
    ended(run, host, outcome, ms, transfer) {
      Object.assign(resultOf(run, host), { outcome, ms, transfer });
    },
    runEnded(run) {
      const kept = runs.find((kept) => kept.run.number === run.number);
      if (kept) kept.run = run;
    },
    late(host, stream, bytes) {
      const late = lates.get(`${stream} ${host}`) ?? { host, stream, bytes: [] };
      late.bytes.push(bytes);
      lates.set(`${stream} ${host}`, late);
    },
    notice(host, text) {
      err.write(`${hostNotice(host, text)}\n`);
    },
    async close() {
      out.write(`{"v":${jsonVersion},"runs":[`);
      for (const [at, { run, results }] of runs.entries()) {
        if (at > 0) out.write(',');
        await printRun(out, run, results);
      }
      const late = [...lates.values()].map(({ host, stream, bytes }) => ({
        host,
        stream,
        ...jsonText(Buffer.concat(bytes)),
      }));
      out.write(`],"late":${toJson(late)}}\n`);
      await out.written();
      await err.written();
    },
  };
}

/** Host by host, with room waited for: the whole document may be larger than a string can be. */
async function printRun(
  out: Sink,
  run: Run,
  results: ReadonlyMap<string, HostResult>,
): Promise<void> {
  out.write(`${toJson(openingFacts(run).facts).slice(0, -1)},"outcomes":[`);
  let first = true;
  for (const host of run.hosts) {
    const result = results.get(host);
    if (!result) continue;
    out.write(`${first ? '' : ','}${toJson(resultFacts(host, result))}`);
    first = false;
    await new Promise<void>((resolve) => out.whenRoom(resolve));
  }
  out.write(`],${toJson(endFacts(run)).slice(1)}`);
}

const resultFacts = (host: string, { outcome, ms, transfer, stdout, stderr }: HostResult) => ({
  host,
  ...(outcome && outcomeFacts(outcome, ms ?? 0)),
  ...(transfer && transferFacts(transfer)),
  stdout: jsonText(Buffer.concat(stdout)),
  stderr: jsonText(Buffer.concat(stderr)),
});
