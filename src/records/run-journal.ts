import { closeSync, constants, writeFileSync } from 'node:fs';
import path from 'node:path';
import { verdict } from '../domain/outcome.ts';
import type { HostRun, Run } from '../domain/run.ts';
import type { EndEntry, JournalEntry } from './journal-entries.ts';
import { outcomeFields } from './journal-entries.ts';
import { openPrivate } from './private-files.ts';

export const journalFile = (folder: string): string => path.join(folder, 'run.jsonl');

type Ended = Required<Pick<HostRun, 'host' | 'outcome' | 'ms' | 'output'>> &
  Pick<HostRun, 'transfer'>;

export interface JournalOptions {
  readonly folder: string;
  readonly run: Run;
  /** Who started it. */
  readonly user: string;
  /** Hosts of which only the outcome is kept. */
  readonly unrecorded: ReadonlySet<string>;
}

/**
 * The facts about a run, one line each as soon as it is known: what has ended is in the file before it is shown, so
 * that a crash loses nothing of it.
 */
export class RunJournal {
  readonly #open: number;
  readonly #unrecorded: ReadonlySet<string>;
  #missing: number;
  #waiting = '';
  #closed = false;

  /** @throws when the file cannot be made, or is there already */
  constructor({ folder, run, user, unrecorded }: JournalOptions) {
    this.#unrecorded = unrecorded;
    this.#missing = run.hosts.length;
    this.#open = openPrivate(journalFile(folder), constants.O_WRONLY | constants.O_EXCL);
    const hidden = run.hosts.filter((host) => unrecorded.has(host));
    this.#add({
      v: 1,
      type: 'run',
      id: run.id,
      run: run.number,
      user,
      target: run.target,
      command: run.command,
      startedAt: new Date(run.startedAt).toISOString(),
      hosts: run.hosts,
      ...(hidden.length > 0 && { unrecorded: hidden }),
      ...(run.transfer && { transfer: run.transfer }),
      ...(run.pty && { pty: run.pty }),
    });
    this.flush();
  }

  /** Written with the next `flush`. */
  ended({ host, outcome, ms, output, transfer }: Ended): void {
    this.#missing -= 1;
    this.#add({
      v: 1,
      type: 'outcome',
      host,
      ...outcomeFields(outcome),
      ms: Math.round(ms * 10) / 10,
      ...(!this.#unrecorded.has(host) && { output }),
      ...(transfer && { transfer }),
    });
  }

  /** Nobody waits for the run any more. @throws as `flush` */
  end(run: Run): void {
    if (this.#closed) return;
    this.#add(endEntry(run));
    this.flush();
    if (this.#missing === 0) this.close();
  }

  /** @throws when the disk refuses */
  flush(): void {
    const text = this.#waiting;
    this.#waiting = '';
    // Not writeSync, which may write only a part of it.
    if (text !== '' && !this.#closed) writeFileSync(this.#open, text);
  }

  /** Further calls do nothing. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    closeSync(this.#open);
  }

  #add(entry: JournalEntry): void {
    this.#waiting += `${JSON.stringify(entry)}\n`;
  }
}

function endEntry(run: Run): EndEntry {
  const verdicts = [...run.hostRuns.values()].map(({ outcome }) => outcome && verdict(outcome));
  const count = (kind: ReturnType<typeof verdict>) =>
    verdicts.filter((each) => each === kind).length;
  return {
    v: 1,
    type: 'end',
    endedAt: new Date(run.endedAt ?? run.startedAt).toISOString(),
    ok: count('ok'),
    failed: count('failed'),
    notReached: count('not-reached'),
    lost: count('lost'),
  };
}
