import { chmod, mkdir, open, rm } from 'node:fs/promises';
import path from 'node:path';
import { byteSize } from '../../domain/byte-size.ts';
import { fileNames } from '../../domain/file-names.ts';
import { fold } from '../../domain/fold.ts';
import { dayAndTime } from '../../domain/listed-run.ts';
import type { Run, Stream } from '../../domain/run.ts';
import { codeOf } from '../../domain/thrown.ts';
import type { RunToExport } from './export-run.ts';
import { keptBytes, whatLacks } from './kept-bytes.ts';

/**
 * Writes each host's output into files of its own in a new folder: `web01.out`, and `web01.err` if there was any
 * stderr, byte for byte. The files can be read by their owner only, and none is overwritten. Settles with what to
 * report. @throws what making, reading or writing throws; then nothing of the folder is left
 */
export async function writeOutputs(
  { run, unrecorded, folder: record }: RunToExport,
  into: string,
): Promise<string> {
  const hosts = run.hosts.filter((host) => !unrecorded.has(host));
  if (record === undefined || hosts.length === 0)
    throw new Error('no output is kept of these hosts (record: false)');
  const { bytes, incomplete } = await keptBytes(record, run, hosts);
  const folder = await newFolder(into, run);
  try {
    const names = fileNames(hosts);
    let files = 0;
    let size = 0;
    for (const host of hosts) {
      const written = await writeHost(path.join(folder, names.get(host) ?? host), bytes.of(host));
      files += written.files;
      size += written.size;
    }
    const count = `${files} file${files === 1 ? '' : 's'} (${byteSize(size)})`;
    const left = run.hosts.filter((host) => unrecorded.has(host));
    const without = left.length === 0 ? '' : `, without ${fold(left)} (record: false)`;
    const soFar = run.endedAt === undefined ? ' so far' : '';
    const what = `run ${run.number}${soFar}: ${count} in ./${path.basename(folder)}/${without}`;
    return what + whatLacks(incomplete);
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
}

/** Named after the run, with a number appended if that name is taken. */
async function newFolder(into: string, { number, startedAt }: Run): Promise<string> {
  const name = `tutti-${dayAndTime(startedAt).replace(' ', '-').replace(':', '')}-run${number}`;
  for (let count = 1; ; count += 1) {
    const folder = path.join(into, count === 1 ? name : `${name}-${count}`);
    try {
      await mkdir(folder, 0o700);
      await chmod(folder, 0o700);
      return folder;
    } catch (error) {
      if (codeOf(error) !== 'EEXIST') throw error;
    }
  }
}

async function writeHost(
  base: string,
  chunks: AsyncIterable<{ readonly stream: Stream; readonly bytes: Uint8Array }>,
): Promise<{ readonly files: number; readonly size: number }> {
  const endings = { stdout: 'out', stderr: 'err' } as const;
  const create = (stream: Stream) => open(`${base}.${endings[stream]}`, 'wx', 0o600);
  const files = new Map([['stdout' as Stream, await create('stdout')]]);
  let size = 0;
  try {
    for await (const { stream, bytes } of chunks) {
      const file = files.get(stream) ?? (await create(stream));
      files.set(stream, file);
      await file.writeFile(bytes);
      size += bytes.length;
    }
  } finally {
    for (const file of files.values()) await file.close();
  }
  return { files: files.size, size };
}
