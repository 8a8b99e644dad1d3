import { createHash } from 'node:crypto';
import { fold } from '../domain/fold.ts';
import { byText } from '../domain/fold-indexes.ts';
import type { Outcome } from '../domain/outcome.ts';
import type { Stream } from '../domain/run.ts';
import { howItEnded } from './outcome-words.ts';

/** Hosts whose output is equal, byte for byte, and that ended alike. */
export interface OutputBlock {
  readonly hosts: string[];
  readonly outcome: Outcome;
  readonly stdout: Buffer;
  readonly stderr: Buffer;
}

/** Puts equal outputs together as the hosts end, so that equal ones are kept once. */
export class OutputBlocks {
  readonly #open = new Map<string, Record<Stream, Uint8Array[]>>();
  readonly #blocks = new Map<string, OutputBlock>();

  add(host: string, stream: Stream, bytes: Uint8Array): void {
    const output = this.#open.get(host) ?? { stdout: [], stderr: [] };
    output[stream].push(bytes);
    this.#open.set(host, output);
  }

  end(host: string, outcome: Outcome): void {
    const output = this.#open.get(host);
    this.#open.delete(host);
    const stdout = Buffer.concat(output?.stdout ?? []);
    const stderr = Buffer.concat(output?.stderr ?? []);
    const key = `${outcome.kind} ${howItEnded(outcome)} ${hash(stdout)} ${hash(stderr)}`;
    const block = this.#blocks.get(key);
    if (block) block.hosts.push(host);
    else this.#blocks.set(key, { hosts: [host], outcome, stdout, stderr });
  }

  /** The largest first, equally large ones by name. */
  sorted(): readonly OutputBlock[] {
    return [...this.#blocks.values()]
      .map((block) => ({ block, name: fold(block.hosts) }))
      .sort((a, b) => b.block.hosts.length - a.block.hosts.length || byText(a.name, b.name))
      .map(({ block }) => block);
  }
}

const hash = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('base64');
