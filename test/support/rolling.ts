import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import { clusterToStore } from '../../src/app/cluster-to-store.ts';
import { RunRecords } from '../../src/app/output/run-records.ts';
import { Rolls } from '../../src/app/runs/rolls.ts';
import { Runs } from '../../src/app/runs/runs.ts';
import type { Inventory } from '../../src/domain/inventory.ts';
import type { Roll } from '../../src/domain/roll.ts';
import { SessionFolder } from '../../src/records/session-folder.ts';
import { parseRoll } from '../../src/shell/parse-roll.ts';
import { initialState } from '../../src/store/initial-state.ts';
import { createStore } from '../../src/store/store.ts';
import { plainHost } from './case-host.ts';
import { LocalCluster } from './local-cluster.ts';
import { until } from './processes.ts';

/** Rolls over shells of this machine, which all begin in one folder. */
export class Rolling {
  readonly hosts: readonly string[];
  readonly local: LocalCluster;
  readonly store = createStore(initialState({ columns: 80, rows: 24 }, Date.now()));
  readonly runs: Runs;
  readonly rolls: Rolls;
  readonly told: string[] = [];

  private constructor(hosts: readonly string[], known: Partial<Inventory>) {
    this.hosts = hosts;
    this.local = new LocalCluster(hosts);
    const { cluster, scratch } = this.local;
    const inventory: Inventory = {
      hosts: new Map(hosts.map((name) => [name, { ...plainHost, name }])),
      groups: new Map(),
      passwords: new Map(),
      identities: new Map(),
      warnings: [],
      ...known,
    };
    const { store } = this;
    const records = new RunRecords(new SessionFolder(scratch.temp), inventory, () => {});
    const ended = () => this.rolls.step();
    this.runs = new Runs({ store, cluster, inventory, options: {}, records, ended });
    const notify = (text: string) => void this.told.push(text);
    this.rolls = new Rolls({ store, cluster, inventory, runs: this.runs, notify });
    cluster.listen(
      clusterToStore(store, () => {
        this.rolls.look();
        this.runs.mayHaveEnded();
      }),
    );
  }

  /** `known`: what else is in the inventory. */
  static async over(hosts: readonly string[], known: Partial<Inventory> = {}): Promise<Rolling> {
    const rolling = new Rolling(hosts, known);
    onTestFinished(async () => {
      rolling.rolls.close();
      rolling.store.close();
      await rolling.local.close();
    });
    await rolling.local.connected(hosts);
    return rolling;
  }

  get roll(): Roll | undefined {
    return this.store.state().roll;
  }

  /** As after `:roll`. */
  start(text: string): void {
    this.rolls.prepare(parseRoll(text), { text: 'all', hosts: this.hosts }).start();
  }

  until(what: string, holds: (roll: Roll) => boolean): Promise<void> {
    return until(
      () => `${what}; the roll is ${JSON.stringify(this.roll)}`,
      () => this.roll !== undefined && holds(this.roll),
    );
  }

  /** The words that lines have appended to this file of all hosts, sorted. */
  words(name: string): string[] {
    const file = path.join(this.local.scratch.home, name);
    return existsSync(file) ? readFileSync(file, 'utf8').trim().split(/\s+/).sort() : [];
  }
}
