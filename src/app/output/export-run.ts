import { constants } from 'node:fs';
import { type FileHandle, open, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import type { ExportedRun } from '../../cli/exported-run.ts';
import { exporters } from '../../cli/exporters.ts';
import { byteSize } from '../../domain/byte-size.ts';
import { dayAndTime } from '../../domain/listed-run.ts';
import type { Run } from '../../domain/run.ts';
import { codeOf } from '../../domain/thrown.ts';
import { keptBytes, whatLacks } from './kept-bytes.ts';

/** What is to be exported. */
export interface RunToExport extends Pick<ExportedRun, 'run' | 'user' | 'unrecorded'> {
  /** The folder with its bytes; absent if nothing was kept. */
  readonly folder?: string;
}

/** Characters that are written at once. */
const step = 64 * 1024;

/**
 * Writes the run to a new file that only its owner can read, by default in the current folder and named after the run.
 * Settles with what to report. @throws what opening, reading or writing throws; then no partial file is left
 */
export async function writeExport(
  format: string,
  { folder, ...run }: RunToExport,
  asked: string | undefined,
): Promise<string> {
  const file = path.resolve(asked?.replace(/^~(?=\/|$)/, homedir()) ?? usualName(run.run, format));
  const exporter = exporters[format];
  if (!exporter) throw new Error(`no format ${format}`);
  const handle = await create(file);
  try {
    const hosts = run.run.hosts.filter((host) => !run.unrecorded.has(host));
    const { bytes, incomplete } = await keptBytes(folder, run.run, hosts);
    const exported = { ...run, incomplete, output: (host: string) => bytes.of(host) };
    const size = await writeAll(handle, exporter(exported));
    await handle.close();
    return `run ${run.run.number} is in ${file} (${byteSize(size)})${whatLacks(incomplete)}`;
  } catch (error) {
    await handle.close().catch(() => {});
    await rm(file, { force: true });
    throw error;
  }
}

function usualName({ number, startedAt }: Run, format: string): string {
  return `tutti-${dayAndTime(startedAt).replace(' ', '-').replace(':', '')}-run${number}.${format}`;
}

/** Never opens an existing file, and follows no link. */
async function create(file: string): Promise<FileHandle> {
  const { O_WRONLY, O_CREAT, O_EXCL } = constants;
  try {
    const handle = await open(file, O_WRONLY | O_CREAT | O_EXCL, 0o600);
    await handle.chmod(0o600);
    return handle;
  } catch (error) {
    const code = codeOf(error);
    if (code === 'EEXIST') throw new Error(`${file} is there already – write another name`);
    if (code === 'ENOENT')
      throw new Error(`no folder ${path.dirname(file)} – make it, or write another name`);
    throw error;
  }
}

async function writeAll(handle: FileHandle, pieces: AsyncIterable<string>): Promise<number> {
  let waiting = '';
  let size = 0;
  const flush = async () => {
    size += Buffer.byteLength(waiting);
    // Writes everything: write(2) may write less than it was asked to.
    await handle.writeFile(waiting);
    waiting = '';
  };
  for await (const piece of pieces) {
    waiting += piece;
    if (waiting.length >= step) await flush();
  }
  await flush();
  return size;
}
