import type { Cluster } from '../../cluster/cluster.ts';
import type { Inventory } from '../../domain/inventory.ts';
import type { ListedRun } from '../../domain/listed-run.ts';
import type { SessionFolder } from '../../records/session-folder.ts';
import type { Store } from '../../store/store.ts';
import type { Screen } from '../../ui/start-screen.tsx';
import { EarlierRuns } from './earlier-runs.ts';
import { readLinesInto } from './read-lines.ts';
import { RecordedLines } from './recorded-lines.ts';
import type { RunRecords } from './run-records.ts';
import { runSearch } from './run-search.ts';
import { exportInBackground, runToExport } from './run-to-export.ts';
import { searchLines } from './search-lines.ts';
import { takeOutput } from './take-output.ts';

interface ShellOutputOptions {
  readonly store: Store;
  readonly cluster: Cluster;
  readonly inventory: Inventory;
  readonly stateDirectory: string;
  readonly session: SessionFolder;
  readonly records: RunRecords;
  /** Absent while it is not open. */
  screen(): Screen | undefined;
}

/** The output of the shell's runs, of this session and of earlier days: read, searched, exported and taken out. */
export function shellOutput(options: ShellOutputOptions) {
  const { store, cluster, inventory, stateDirectory, session, records, screen } = options;
  const namesOf = (host: string) => [host, inventory.hosts.get(host)?.address ?? host];
  const earlier = new EarlierRuns({ store, stateDirectory, session: session.path, namesOf });
  const recorded = new RecordedLines({
    cluster,
    folderOf(id) {
      const run = store.state().runs.findLast((each) => each.id === id);
      return run && records.kept(run).folder;
    },
    namesOf,
  });
  const readLines = readLinesInto(store, recorded);
  const shown = () => runToExport(store, records, earlier);
  const take = takeOutput({
    store,
    env: process.env,
    run: shown,
    read: async (run, host, from, count) =>
      (await earlier.read(run, host, from, count)) ?? recorded.read(run, host, from, count),
    screen,
  });
  const here = searchLines(cluster, {
    earlier: (run) => earlier.outputs(run),
    recorded: (run, hosts) => recorded.outputs(run, hosts),
  });
  runSearch(store, here);
  return {
    take,
    /** Reads lines that the screen shows into the store. */
    read: (run: string, host: string, from: number, count: number) =>
      earlier.readLines(run, host, from, count) || readLines(run, host, from, count),
    /** @throws UsageError if there is no run */
    exportRun: (format: string, file?: string) =>
      void exportInBackground(store, format, shown(), file),
    listRuns: (words: string) => void earlier.list(words),
    openRun: (run: ListedRun) => void earlier.open(run),
    walkEarlier: (by: 1 | -1) => void earlier.walk(by),
  };
}
