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
  /** The operator may be looking elsewhere. */
  notify(text: string): void;
}

/** Between two looks at the clock. */
const mostMs = 1000;

/** Rolls of the screen, one at a time: starts what is due, and tells the roll what became of it. */
export class Rolls {
  readonly #options: RollsOptions;
  #pause: NodeJS.Timeout | undefined;
  readonly #runs = new Set<string>();
  /** Hosts of earlier batches without which the operator goes on. */
  readonly #seenDown = new Set<string>();

  constructor(options: RollsOptions) {
    this.#options = options;
  }

  /**
   * The roll that was asked for, and what starts it; nothing is started yet.
   * @throws UsageError when it cannot be meant, or when hosts are down and it does not say what then
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

  /** A run was interrupted there, or nothing runs and somebody pressed Ctrl-C: true when that was for the roll. */
  interrupted(hosts?: readonly string[]): boolean {
    const { roll } = this.#options.store.state();
    if (roll?.pauseUntil !== undefined && !hosts) {
      this.press('pause');
      return true;
    }
    // It has been let on, and would start with the end of what is interrupted.
    if (roll && !hosts && due(roll)) this.press('stop');
    if (roll?.going && (!hosts || hosts.some((host) => roll.steps.has(host)))) this.press('stop');
    return false;
  }

  /** Starts what is due, when nothing else is going and its hosts are there. */
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

  /** It was started for a roll, which tells itself what is worth telling. */
  began(run: string): boolean {
    return this.#runs.has(run);
  }

  /** Tells the roll what is known of its runs. */
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

  /** A host that is back may be lost anew, which nobody has looked at. */
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
    // drawn with the next picture: a batch of 1,000 hosts ends in many small changes
    this.#options.store.take([{ type: 'roll', roll }]);
    clearTimeout(this.#pause);
    if (roll.pauseUntil !== undefined) this.#wait(roll.pauseUntil);
  }

  /** Looks at the clock again and again: it may be set, and a laptop may sleep, meanwhile. */
  #wait(until: number): void {
    const left = Math.min(until - Date.now(), mostMs);
    this.#pause = setTimeout(() => {
      this.#change({ kind: 'time', now: Date.now() });
      const { roll } = this.#options.store.state();
      if (roll?.pauseUntil === undefined) this.step();
      else this.#wait(roll.pauseUntil);
    }, left);
  }

  /** Hosts that were well and are lost since, which nobody has looked at: what was done there may be why. */
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
