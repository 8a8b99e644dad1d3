import type { Cluster } from '../cluster/cluster.ts';
import { UsageError } from '../domain/failure.ts';
import { fold } from '../domain/fold.ts';
import { type Inventory, InventoryError } from '../domain/inventory.ts';
import { safeText } from '../domain/output.ts';
import type { Secret } from '../domain/secret.ts';
import { resolveTarget } from '../domain/target.ts';
import { takeFromEnvironment } from '../inventory/secret-sources.ts';
import type { Target } from '../store/state.ts';
import type { Store } from '../store/store.ts';
import { type InventoryChange, inventoryChange } from './inventory-change.ts';
import type { LiveInventory } from './live-inventory.ts';
import { targetWorld } from './target-world.ts';

export interface ReloadOptions {
  readonly store: Store;
  readonly cluster: Cluster;
  readonly inventory: LiveInventory;
  /** Passwords taken from the environment; those of new hosts are added. */
  readonly environment: Map<string, Secret>;
  /** Reads the file again; absent if there is none. */
  readonly read: (() => Promise<Inventory>) | undefined;
  /** The hosts of a target as typed; throws UsageError. */
  resolve(text: string): Target;
  /** Passwords that were refused may have changed. */
  forgetRefusals(): void;
}

/**
 * `:reload`: takes over the inventory file as it is now, unless it has mistakes. One reload at a time. @throws
 * UsageError
 */
export function reloading(options: ReloadOptions): () => void {
  const { store, cluster, inventory, environment, read } = options;
  let going = false;

  return () => {
    if (!read) throw new UsageError('the demo has no inventory file to read again');
    if (going) throw new UsageError('the inventory is being read already');
    going = true;
    read()
      .then(take, refuse)
      .finally(() => {
        going = false;
      });
  };

  function take(next: Inventory): void {
    const before = inventory.replace(next);
    for (const [name, secret] of takeFromEnvironment(next.hosts.values(), process.env))
      environment.set(name, secret);
    const change = inventoryChange(before, next);
    if (change.changed.length > 0) options.forgetRefusals();
    const busy = cluster.renew(next.hosts, [...change.changed, ...change.gone]);
    retarget();
    store.act({ type: 'notice', notice: { kind: 'info', text: summary(change, busy) } });
    const fresh = next.warnings.filter((warning) => !before.warnings.includes(warning));
    if (fresh.length > 0) show('the inventory was read, with warnings', fresh);
  }

  function refuse(error: unknown): void {
    if (!(error instanceof InventoryError)) {
      show('the inventory was not read: the old one holds', [String(error)]);
      return;
    }
    show('the inventory has mistakes: the old one holds', error.message.split('\n'));
  }

  /** Adds new hosts of the selected groups to the target, and removes hosts that are gone. */
  function retarget(): void {
    const { target } = store.state();
    const known = new Set(inventory.hosts.keys());
    const next = target.hosts.length === 0 ? target : meant(target, known);
    store.act({ type: 'inventory', target: next, known });
    cluster.select(next.hosts);
  }

  /** A set from a run (`@failed` …) keeps its hosts, without those that are gone. */
  function meant(target: Target, known: ReadonlySet<string>): Target {
    const left = target.hosts.filter((host) => known.has(host));
    if (left.length === 0) return { text: '', hosts: [] };
    try {
      // Throws for result sets, which are not known here.
      resolveTarget(target.text, targetWorld(inventory));
      return options.resolve(target.text);
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      return left.length === target.hosts.length
        ? target
        : { ...target, text: fold(left), hosts: left };
    }
  }

  function show(title: string, lines: readonly string[]): void {
    const overlay = { kind: 'text', title, lines: lines.map(safeText), top: 0 } as const;
    store.act({ type: 'overlay', overlay });
  }
}

/** `2 new web[03-04], 1 changed db01, 1 gone web02, 20 as before`. */
function summary(change: InventoryChange, busy: readonly string[]): string {
  const { added, changed, gone, kept, differs } = change;
  const parts = [
    counted(added, 'new'),
    counted(changed, 'changed'),
    counted(gone, 'gone'),
    ...(kept.length > 0 ? [`${kept.length} as before`] : []),
  ].filter((part) => part !== '');
  const later = busy.length > 0 ? ` – ${fold(busy)} when its line has ended` : '';
  const nothing = added.length + changed.length + gone.length === 0;
  if (nothing && differs) return 'inventory: taken over, every connection is as before';
  return nothing
    ? 'the inventory says the same as before'
    : `inventory: ${parts.join(', ')}${later}`;
}

const counted = (hosts: readonly string[], what: string): string =>
  hosts.length === 0 ? '' : `${hosts.length} ${what} ${fold(hosts)}`;
