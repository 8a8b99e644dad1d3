import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import type { Transfer, TransferFacts, TransferProgress } from '../../src/domain/transfer.ts';
import { openLocalFiles } from '../../src/transfer/local-files.ts';
import { transferFiles } from '../../src/transfer/transfer.ts';
import type { TransferContext } from '../../src/transfer/transfer-context.ts';

/** What a transfer did on one host. */
export interface Transferred {
  /** Absent: it rejected. */
  readonly facts?: TransferFacts;
  readonly error?: unknown;
  readonly said: string[];
  readonly warned: string[];
  readonly progress: TransferProgress[];
}

export interface TransferringOptions extends Partial<TransferContext> {
  /** Called with each progress, to do something in the middle of it. */
  readonly meanwhile?: (progress: TransferProgress) => void;
}

/** Carries out a transfer over `connection`; never rejects. */
export async function transferring(
  transfer: Transfer,
  connection: TransferContext['connection'],
  { meanwhile, ...change }: TransferringOptions = {},
): Promise<Transferred> {
  const said: string[] = [];
  const warned: string[] = [];
  const progress: TransferProgress[] = [];
  const files = openLocalFiles();
  const context: TransferContext = {
    host: 'web01',
    connection,
    signal: new AbortController().signal,
    files,
    say: (text) => said.push(text),
    warn: (text) => warned.push(text),
    progress(now) {
      progress.push(now);
      meanwhile?.(now);
    },
    ...change,
  };
  try {
    return { facts: await transferFiles(transfer, context), said, warned, progress };
  } catch (error) {
    return { error, said, warned, progress };
  } finally {
    await files.close();
  }
}

/** A folder of this machine; it is gone with the test. */
export function localFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'tutti-local-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Writes a file, and the folders above it, below `folder`; returns its path. */
export function writeBelow(
  folder: string,
  name: string,
  content: string | Uint8Array = `${name}\n`,
): string {
  const file = path.join(folder, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, content);
  return file;
}
