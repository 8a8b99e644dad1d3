import path from 'node:path';
import type { Get, TransferFacts } from '../domain/transfer.ts';
import { atOnce } from './at-once.ts';
import { FileGet, type GetEntry } from './get-file.ts';
import { finishFolder, getLink } from './get-folders.ts';
import { writeReason } from './get-reason.ts';
import { readSources } from './get-sources.ts';
import { isOver } from './is-over.ts';
import { LocalPlace } from './local-place.ts';
import { hostFolder } from './remote-name.ts';
import { openRemotePlace, type RemotePlace } from './remote-place.ts';
import { Tally } from './tally.ts';
import type { TransferContext } from './transfer-context.ts';
import { TransferRefused } from './transfer-refused.ts';

/** Files under way of one host. */
const filesAtOnce = 8;

/**
 * Copies files of one host into a folder of its name. What the host says of names, sizes and links is not
 * believed. Rejects with `TransferRefused` where nothing can be written here.
 */
export async function get(transfer: Get, context: TransferContext): Promise<TransferFacts> {
  const { signal } = context;
  const opening = openRemotePlace(context, transfer.options);
  // Nothing there is to be tidied up: whatever a silent host still owes is not waited for.
  const stop = () => void opening.then((place) => place.close()).catch(() => {});
  signal.addEventListener('abort', stop);
  try {
    return await copyAll(transfer, context, await unlessAborted(opening, signal));
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  } finally {
    signal.removeEventListener('abort', stop);
    stop();
  }
}

function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const { promise, resolve, reject } = Promise.withResolvers<T>();
  const aborted = () => reject(signal.reason);
  if (signal.aborted) aborted();
  signal.addEventListener('abort', aborted);
  work.then(resolve, reject).finally(() => signal.removeEventListener('abort', aborted));
  return promise;
}

async function copyAll(
  transfer: Get,
  context: TransferContext,
  place: RemotePlace,
): Promise<TransferFacts> {
  const { destination, options } = transfer;
  const tally = new Tally(context, []);
  const entries = await readSources(transfer, place, context.signal, tally);
  const local = new LocalPlace(path.join(destination, hostFolder(context.host)));
  if (entries.length > 0 && !options.dryRun) await begin(local, destination);
  await copy(transfer, context, place, local, entries, tally);
  return tally.finish();
}

/** One refusal instead of one for each file. */
async function begin(local: LocalPlace, destination: string): Promise<void> {
  try {
    await local.makeFolder('');
  } catch (error) {
    const message = `cannot write into ${destination}: ${writeReason(error)}`;
    throw new TransferRefused({ kind: 'file', message });
  }
}

async function copy(
  { options }: Get,
  context: TransferContext,
  place: RemotePlace,
  local: LocalPlace,
  entries: readonly GetEntry[],
  tally: Tally,
): Promise<void> {
  const folders = entries.filter(({ kind }) => kind === 'folder');
  const within = entries.filter(({ kind }) => kind !== 'folder');
  const fileGet = new FileGet({ context, place, local, options, tally });
  const tried = async ({ kind, remote, order }: GetEntry, work: () => Promise<void>) => {
    context.signal.throwIfAborted();
    try {
      await work();
    } catch (error) {
      if (context.signal.aborted || isOver(error)) throw error;
      tally.failed(remote, writeReason(error), kind === 'folder' ? undefined : order);
    }
  };
  if (!options.dryRun) {
    for (const folder of folders) await tried(folder, () => local.makeFolder(folder.relative));
  }
  await atOnce(filesAtOnce, within, (entry) =>
    tried(entry, () =>
      entry.kind === 'link' ? getLink(local, entry, options, tally) : fileGet.get(entry),
    ),
  );
  if (options.dryRun) return;
  // The deepest first: what comes into a folder changes its time.
  for (const folder of folders.toReversed()) await tried(folder, () => finishFolder(local, folder));
}
