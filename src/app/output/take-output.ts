import type { Stretch } from '../../cluster/pool-reads.ts';
import { UsageError } from '../../domain/failure.ts';
import type { Run } from '../../domain/run.ts';
import { stripStyle } from '../../domain/sgr.ts';
import { messageOf } from '../../domain/thrown.ts';
import type { Store } from '../../store/store.ts';
import { folded } from '../../ui/folded.ts';
import type { Screen } from '../../ui/start-screen.tsx';
import { copyLines, putInClipboard } from './copy-output.ts';
import type { RunToExport } from './export-run.ts';
import { keptBytes } from './kept-bytes.ts';
import { openPager, pagerOf } from './open-pager.ts';
import { writeOutputs } from './write-outputs.ts';

/** Where the output goes: the terminal's clipboard, files, $PAGER, or $PAGER with the raw bytes. */
export type Taking = 'copy' | 'write' | 'page' | 'page-raw';

export interface TakeOutputOptions {
  readonly store: Store;
  readonly env: NodeJS.ProcessEnv;
  /** The run that is looked at. @throws UsageError where there is none */
  run(): RunToExport;
  read(run: string, host: string, from: number, count: number): Promise<Stretch>;
  /** Absent while it is not open. */
  screen(): Pick<Screen, 'suspend' | 'write'> | undefined;
}

/** Takes output of the current run out of tutti: what is under the cursor, or that of all hosts. */
export function takeOutput(options: TakeOutputOptions) {
  const { store, env } = options;

  return async (taking: Taking, under: readonly string[]): Promise<void> => {
    try {
      const asked = options.run();
      if (taking === 'write') say('info', `writing run ${asked.run.number} to files …`);
      const told =
        taking === 'write'
          ? await writeOutputs(asked, process.cwd())
          : await show(taking, asked, under);
      if (told !== undefined) say('info', told);
    } catch (error) {
      say('error', messageOf(error));
    }
  };

  async function show(
    taking: Exclude<Taking, 'write'>,
    asked: RunToExport,
    under: readonly string[],
  ): Promise<string | undefined> {
    const { run } = asked;
    const screen = options.screen();
    const hosts = under.filter((host) => (run.hostRuns.get(host)?.output.bytes ?? 0) > 0);
    const [host] = hosts;
    if (!screen) return undefined;
    if (host === undefined)
      throw new UsageError(`${folded(under)} said nothing in run ${run.number}`);
    let gone = '';
    const lines = linesOf(run, host, (count) => {
      gone = `the first ${count} lines of ${host} are not kept (record: false)`;
    });
    if (taking === 'copy') {
      const { lines: total } = run.hostRuns.get(host)?.output ?? { lines: 0 };
      const copied = await copyLines(lines);
      const told = await putInClipboard(copied, folded(under), total, env, screen.write);
      return gone === '' ? told : `${told} – ${gone}`;
    }
    const text = taking === 'page' ? withEnds(lines) : await bytesOf(asked, host);
    let told: string | undefined;
    await screen.suspend(async () => {
      told = await openPager(pagerOf(env), text);
    });
    return told ?? (gone === '' ? undefined : gone);
  }

  /** As they are on the screen, without colours. `lack` is told how many lines at the beginning are gone. */
  async function* linesOf(
    run: Run,
    host: string,
    lack: (count: number) => void,
  ): AsyncGenerator<string> {
    for (let from = 0; ; ) {
      const { lines, from: first, failure } = await options.read(run.id, host, from, atOnce);
      if (failure) throw new Error(`${host}: ${failure.message}`);
      if (first > from) lack(first);
      else if (lines.length === 0) return;
      for (const { text } of lines) yield stripStyle(text);
      from = first + lines.length;
    }
  }

  function say(kind: 'info' | 'error', text: string): void {
    store.act({ type: 'notice', notice: { kind, text } });
  }
}

/** Lines that are asked for at once. */
const atOnce = 1000;

async function* withEnds(lines: AsyncIterable<string>): AsyncGenerator<string> {
  for await (const line of lines) yield `${line}\n`;
}

/** Read from the record, with nothing made safe. */
async function bytesOf(
  { run, folder, unrecorded }: RunToExport,
  host: string,
): Promise<AsyncIterable<Uint8Array>> {
  if (folder === undefined || unrecorded.has(host))
    throw new UsageError(`no bytes are kept of ${host} (record: false) – o shows its lines`);
  const { bytes } = await keptBytes(folder, run, [host]);
  return (async function* () {
    for await (const chunk of bytes.of(host)) yield chunk.bytes;
  })();
}
