import type { Stream } from '../domain/run.ts';
import type { ExportedRun } from './exported-run.ts';
import { endFacts, jsonVersion, openingFacts, outcomeFacts, transferFacts } from './json-events.ts';
import { TextPieces, toJson } from './json-text.ts';

/** The document of `--json` with this run in it, and who started it when. Exact to the byte. */
export async function* exportJson(exported: ExportedRun): AsyncGenerator<string> {
  const { run, user } = exported;
  const times = {
    user,
    startedAt: new Date(run.startedAt).toISOString(),
    ...(run.endedAt !== undefined && { endedAt: new Date(run.endedAt).toISOString() }),
  };
  const opening = toJson({ ...openingFacts(run).facts, ...times });
  yield `{"v":${jsonVersion},"runs":[${opening.slice(0, -1)},"outcomes":[`;
  for (const [index, host] of run.hosts.entries()) {
    yield `${index === 0 ? '' : ','}${toJson(hostFacts(exported, host)).slice(0, -1)}`;
    for (const stream of ['stdout', 'stderr'] as const) {
      if (exported.unrecorded.has(host)) continue;
      yield `,"${stream}":`;
      yield* output(exported, host, stream);
    }
    yield '}';
  }
  yield `],${toJson(endFacts(run)).slice(1)}],"late":[]}\n`;
}

function hostFacts({ run, unrecorded, incomplete }: ExportedRun, host: string): object {
  const { outcome, ms = 0, transfer } = run.hostRuns.get(host) ?? {};
  return {
    host,
    ...(outcome ? outcomeFacts(outcome, ms) : { kind: 'running' }),
    ...(transfer && transferFacts(transfer)),
    ...(unrecorded.has(host) && { unrecorded: true }),
    ...(incomplete.has(host) && { incomplete: true }),
  };
}

/** Text, or base64 where it is not UTF-8: read twice, so that nothing of it need be kept. */
async function* output(
  exported: ExportedRun,
  host: string,
  stream: Stream,
): AsyncGenerator<string> {
  if (await isText(exported, host, stream)) {
    const pieces = new TextPieces();
    yield '{"text":"';
    for await (const bytes of bytesOf(exported, host, stream)) {
      yield toJson(pieces.push(bytes).toString()).slice(1, -1);
    }
    yield '"}';
    return;
  }
  let rest = Buffer.alloc(0);
  yield '{"base64":"';
  for await (const bytes of bytesOf(exported, host, stream)) {
    const all = Buffer.concat([rest, bytes]);
    const whole = all.length - (all.length % 3);
    yield all.toString('base64', 0, whole);
    rest = all.subarray(whole);
  }
  yield `${rest.toString('base64')}"}`;
}

async function isText(exported: ExportedRun, host: string, stream: Stream): Promise<boolean> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  try {
    for await (const bytes of bytesOf(exported, host, stream)) {
      decoder.decode(bytes, { stream: true });
    }
    decoder.decode();
    return true;
  } catch (error) {
    if (error instanceof TypeError) return false;
    throw error;
  }
}

async function* bytesOf(exported: ExportedRun, host: string, wanted: Stream) {
  for await (const { stream, bytes } of exported.output(host)) if (stream === wanted) yield bytes;
}
