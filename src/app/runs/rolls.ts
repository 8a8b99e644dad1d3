import type { Cluster } from '../../cluster/cluster.ts';
import { UsageError } from '../../domain/failure.ts';
import { fold } from '../../domain/fold.ts';
import type { Inventory } from '../../domain/inventory.ts';
import type { Outcome } from '../../domain/outcome.ts';
import { batchInHand, due, isOver, type Roll, type RollAct } from '../../domain/roll.ts';
import { afterEvent, type RollEvent, type RollKey } from '../../domain/roll-change.ts';
import { rollNews } from '../../domain/roll-news.ts';
import type { RollRequest } from '../../shell/parse-roll.ts';
import type { Target } from '../../store/state.ts';
import type { Store } from '../../store/store.ts';
import { askedRoll, notConnected } from './asked-roll.ts';
import type { Runs } from './runs.ts';

export interface RollsOptions {
  readonly store: Store;
  readonly cluster: Cluster;
  readonly inventory: Inventory;
  readonly runs: Runs;
  /** Calls the operator, who may be looking elsewhere. */
  notify(text: string): void;
}

/** Longest time between two looks at the clock, ms. */
const mostMs = 1000;

/** The rolls of the shell, one at a time: starts what is due, and tells the roll what became of it. */
export class Rolls {
  readonly #options: RollsOptions;
  #pause: NodeJS.Timeout | undefined;
  readonly #runs = new Set<string>();
  /** Hosts of earlier batches that are down, and that the operator has chosen to go on without. */
  readonly #seenDown = new Set<string>();

  constructor(options: RollsOptions) {
    this.#options = options;
  }

  /**
   * The roll that was asked for, and a function that starts it; nothing is started yet. @throws UsageError as
   * `askedRoll` does
   */
  prepare(request: RollRequest, target: Target): { readonly roll: Roll; start(): void } {
    this.#checkFree();
    const { roll, down } = askedRoll(this.#options, request, target);
    return {
      roll,
      start: () => {
        this.#seenDown.clear();
        this.#set(roll);
        this.show();
        if (down.length > 0) this.#say(`left out, not connected: ${fold(down)}`);
        this.step();
      },
    };
  }

  /** @throws UsageError when there is none */
  show(): void {
    const { store } = this.#options;
    if (!store.state().roll)
      throw new UsageError('there is no roll – write :roll 1,25%,rest check="…" CMD');
    store.act({ type: 'overlay', overlay: { kind: 'roll', top: 0 } });
  }

  press(key: RollKey): void {
    const { roll } = this.#options.store.state();
    if (key === 'continue' && roll?.stopped?.kind === 'down') {
      const before = new Set(roll.batches.slice(0, batchInHand(roll)).flat());
      for (const host of roll.stopped.hosts) if (before.has(host)) this.#seenDown.add(host);
    }
    this.#change({ kind: key });
    this.step();
  }

  /** Ctrl-C was pressed, for these hosts or for all. Returns true if it was meant for the roll. */
  interrupted(hosts?: readonly string[]): boolean {
    const { roll } = this.#options.store.state();
    if (roll?.pauseUntil !== undefined && !hosts) {
      this.press('pause');
      return true;
    }
    // The next batch is due, and would start as soon as the interrupted run ends.
    if (roll && !hosts && due(roll)) this.press('stop');
    if (roll?.going && (!hosts || hosts.some((host) => roll.steps.has(host)))) this.press('stop');
    return false;
  }

  /** Starts what is due, if nothing else is running and its hosts are there. */
  step(): void {
    this.look();
    const { store, runs } = this.#options;
    const { roll } = store.state();
    const act = roll && due(roll);
    if (!act || runs.going) return;
    const down = [...this.#gone(roll), ...this.#down(act.hosts)];
    if (down.length > 0) {
      this.#change({ kind: 'down', hosts: down });
      return;
    }
    this.#begin(roll, act);
  }

  #begin(roll: Roll, { kind, hosts }: RollAct): void {
    const command = kind === 'check' ? (roll.check ?? '') : roll.command;
    const target = { text: fold(hosts), hosts };
    try {
      const run = this.#options.runs.begin({ command, target, whole: [...roll.steps.keys()] });
      if (run === undefined) return;
      this.#runs.add(run);
      this.#change({ kind: 'started', what: { run, kind }, hosts });
    } catch (error) {
      // The inventory was read again, and a variable is gone.
      if (!(error instanceof UsageError)) throw error;
      this.#change({ kind: 'stop' });
      this.#say(error.message, 'error');
    }
  }

  /** Whether this run was started for a roll, which reports by itself what matters. */
  began(run: string): boolean {
    return this.#runs.has(run);
  }

  /** Tells the roll what has become of its runs. */
  look(): void {
    const { store } = this.#options;
    const { roll, runs } = store.state();
    if (!roll) return;
    this.#forgetBack();
    const news = new Map<string, Map<string, Outcome | undefined>>();
    for (const [host, step] of roll.steps) {
      if (!('run' in step) || ('outcome' in step && step.outcome)) continue;
      const hostRun = runs.findLast(({ id }) => id === step.run)?.hostRuns.get(host);
      if (!hostRun?.outcome && !hostRun?.letGo) continue;
      const ofRun = news.get(step.run) ?? new Map<string, Outcome | undefined>();
      news.set(step.run, ofRun.set(host, hostRun.outcome));
    }
    for (const [run, hosts] of news) this.#change({ kind: 'ended', run, hosts, now: Date.now() });
  }

  /** A host that has come back may be lost again: that would be news. */
  #forgetBack(): void {
    const { states } = this.#options.cluster;
    for (const host of this.#seenDown) {
      if (states.get(host).kind === 'ready') this.#seenDown.delete(host);
    }
  }

  close(): void {
    clearTimeout(this.#pause);
  }

  #change(event: RollEvent): void {
    const { store, notify } = this.#options;
    const { roll } = store.state();
    const next = roll && afterEvent(roll, event);
    if (!next || next === roll) return;
    this.#set(next);
    const news = rollNews(roll, next);
    if (news === undefined) return;
    this.#say(news.text, news.kind);
    notify(news.text);
  }

  #set(roll: Roll): void {
    // Not `act`: this can wait for the next frame, since a batch of 1,000 hosts ends in many small changes.
    this.#options.store.take([{ type: 'roll', roll }]);
    clearTimeout(this.#pause);
    if (roll.pauseUntil !== undefined) this.#wait(roll.pauseUntil);
  }

  /** Looks at the clock repeatedly: the clock may be set, and a laptop may sleep, meanwhile. */
  #wait(until: number): void {
    const left = Math.min(until - Date.now(), mostMs);
    this.#pause = setTimeout(() => {
      this.#change({ kind: 'time', now: Date.now() });
      const { roll } = this.#options.store.state();
      if (roll?.pauseUntil === undefined) this.step();
      else this.#wait(roll.pauseUntil);
    }, left);
  }

  /** Hosts that were well and have been lost since, unseen by the operator: what was done there may be the reason. */
  #gone(roll: Roll): string[] {
    const before = roll.batches.slice(0, batchInHand(roll)).flat();
    return this.#down(before).filter((host) => !this.#seenDown.has(host));
  }

  #say(text: string, kind: 'info' | 'error' = 'info'): void {
    this.#options.store.act({ type: 'notice', notice: { kind, text } });
  }

  #down(hosts: readonly string[]): string[] {
    return notConnected(this.#options.cluster, hosts);
  }

  #checkFree(): void {
    const { roll } = this.#options.store.state();
    if (!roll || isOver(roll) || (roll.stopped && !roll.going)) return;
    throw new UsageError('a roll is in hand – :roll shows it, and s there stops it');
  }
}
