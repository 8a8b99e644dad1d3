import { userInfo } from 'node:os';
import type { ClusterEvent } from '../../cluster/cluster.ts';
import type { Inventory } from '../../domain/inventory.ts';
import type { Run } from '../../domain/run.ts';
import { messageOf } from '../../domain/thrown.ts';
import { RunJournal } from '../../records/run-journal.ts';
import type { SessionFolder } from '../../records/session-folder.ts';

/** The facts about this session's runs, written to disk as they become known. */
export class RunRecords {
  readonly #folder: SessionFolder;
  readonly #inventory: Inventory;
  readonly #failed: (sentence: string) => void;
  readonly #journals = new Map<string, RunJournal>();
  /** Journals with something to be written. */
  readonly #changed = new Set<string>();

  constructor(folder: SessionFolder, inventory: Inventory, failed: (sentence: string) => void) {
    this.#folder = folder;
    this.#failed = failed;
    this.#inventory = inventory;
  }

  /** Hosts whose output is not kept; a new set after the inventory was read again. */
  unrecorded(): ReadonlySet<string> {
    const groups = [...this.#inventory.groups.values()];
    return new Set(groups.filter(({ record }) => !record).flatMap(({ hosts }) => hosts));
  }

  /** What an export needs of a run of this session. */
  kept(run: Run): { user: string; unrecorded: ReadonlySet<string>; folder?: string } {
    const unrecorded = this.unrecorded();
    const some = run.hosts.some((host) => !unrecorded.has(host));
    const folder = some ? this.folderOf(run.number) : undefined;
    return { user: userName(), unrecorded, ...(folder && { folder }) };
  }

  /** Where the workers keep the run's bytes; undefined if the disk refuses, which is reported. */
  folderOf(number: number): string | undefined {
    return this.#try(number, () => this.#folder.ofRun(number));
  }

  started(run: Run): void {
    const unrecorded = this.unrecorded();
    if (run.hosts.every((host) => unrecorded.has(host))) return;
    this.#try(run.number, () => {
      const folder = this.#folder.ofRun(run.number);
      const journal = new RunJournal({
        folder,
        run,
        user: userName(),
        unrecorded,
      });
      this.#journals.set(run.id, journal);
    });
  }

  take(event: ClusterEvent): void {
    if (event.type !== 'ending' || !this.#journals.has(event.id)) return;
    this.#journals.get(event.id)?.ended(event);
    this.#changed.add(event.id);
  }

  /** A batch of events has been taken in: keep it before it is shown. */
  flush(runs: readonly Run[]): void {
    for (const id of this.#changed) {
      const run = runs.findLast((each) => each.id === id);
      if (run?.endedAt !== undefined) this.ended(run);
      else this.#write(id, run?.number ?? 0, (journal) => journal.flush());
    }
    this.#changed.clear();
  }

  /** Nobody waits for the run any more; hosts that were let go may still end. */
  ended(run: Run): void {
    this.#write(run.id, run.number, (journal) => journal.end(run));
    if ([...run.hostRuns.values()].every(({ outcome }) => outcome)) this.#journals.delete(run.id);
  }

  #write(id: string, number: number, write: (journal: RunJournal) => void): void {
    const journal = this.#journals.get(id);
    if (!journal) return;
    const done = this.#try(number, () => {
      write(journal);
      return true;
    });
    if (done) return;
    journal.close();
    this.#journals.delete(id);
  }

  #try<T>(number: number, act: () => T): T | undefined {
    try {
      return act();
    } catch (error) {
      const why = messageOf(error);
      this.#failed(`run ${number} is not kept: ${why} – make room there or set XDG_STATE_HOME`);
      return undefined;
    }
  }
}

/** An account without an entry in passwd has only a number. */
function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return `uid ${process.getuid?.()}`;
  }
}
