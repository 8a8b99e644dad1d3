import { existsSync, globSync, lstatSync, readdirSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import type { TransferRequest } from '../../cli/transfer-request.ts';
import { UsageError } from '../../domain/failure.ts';
import { nearest } from '../../domain/nearest.ts';
import { quoted } from '../../domain/quoted.ts';
import { shellWord } from '../../domain/shell-word.ts';
import type { Get, Put } from '../../domain/transfer.ts';
import { newRunId } from './run-id.ts';

/**
 * The request with local paths made absolute and their wildcards expanded. @throws UsageError for a local file that
 * does not exist
 */
export function transferOf({
  kind,
  sources,
  destination,
  options: flags,
}: TransferRequest): Put | Get {
  const { backup, ...others } = flags;
  const options = { ...others, ...(backup && { backup: newRunId().slice(0, backupIdLength) }) };
  if (kind === 'get') {
    return { kind, sources, destination: localFolder(destination), options };
  }
  const local = [...new Set(sources.flatMap(localFiles))];
  return { kind, sources: local, destination, options };
}

/** The built-in that asks for this transfer. */
export const transferText = ({ kind, sources, destination }: TransferRequest): string =>
  [kind, ...sources, destination].map(shellWord).join(' ');

const backupIdLength = 8;

/** The file of this name; if there is none, what its wildcards match. */
function localFiles(typed: string): string[] {
  const file = absolute(typed);
  if (existsSync(file)) return [file];
  const found = /[*?[]/.test(file) ? globSync(file).sort() : [];
  if (found.length > 0) return found;
  throw absent(typed, file);
}

function absent(typed: string, file: string): UsageError {
  const folder = path.dirname(file);
  if (isLink(file)) {
    return new UsageError(
      `${quoted(typed)} is a link that leads nowhere – write what is to be copied`,
    );
  }
  if (/[*?[]/.test(typed)) return new UsageError(`no local file matches ${quoted(typed)}`);
  if (!existsSync(folder)) {
    return new UsageError(`no local file ${quoted(typed)} – there is no folder ${folder}`);
  }
  const names = namesIn(folder);
  if (!names) {
    return new UsageError(`${quoted(typed)} cannot be read: ${folder} is closed to you`);
  }
  const [near] = nearest(path.basename(file), names);
  const hint = near === undefined ? `write a path from ${process.cwd()}` : `did you mean ${near}?`;
  return new UsageError(`no local file ${quoted(typed)} – ${hint}`);
}

function isLink(file: string): boolean {
  try {
    return lstatSync(file).isSymbolicLink();
  } catch {
    return false;
  }
}

/** Undefined if it cannot be read. */
function namesIn(folder: string): string[] | undefined {
  try {
    return readdirSync(folder);
  } catch {
    return undefined;
  }
}

/** It need not exist yet. */
function localFolder(typed: string): string {
  const folder = absolute(typed);
  if (!existsSync(folder) || statSync(folder).isDirectory()) return folder;
  throw new UsageError(
    `${quoted(typed)} is a file, and a folder for each host comes into it – write a folder: ${path.dirname(typed)}`,
  );
}

const absolute = (typed: string): string =>
  path.resolve(/^~(?=\/|$)/.test(typed) ? homedir() + typed.slice(1) : typed);
