import { fold } from '../../domain/fold.ts';
import type { Plan } from '../views/view.ts';
import type { Desk } from './desk.ts';
import { tried } from './prompt-actions.ts';
import { refuse, say } from './say.ts';

/** Marks what is under the cursor, or takes its mark away. */
export function toggleMarks(desk: Desk, hosts: readonly string[]): void {
  const { store } = desk;
  if (!anyShown(desk, hosts)) return;
  const marked = new Set(store.state().marked);
  const unmark = hosts.every((host) => marked.has(host));
  for (const host of hosts) unmark ? marked.delete(host) : marked.add(host);
  store.act({ type: 'marked', hosts: marked });
}

/** Marks everything shown; if that is so already, takes all marks away. */
export function markAll(desk: Desk, shown: readonly string[]): void {
  const { store } = desk;
  if (!anyShown(desk, shown)) return;
  const { marked } = store.state();
  const unmark = shown.every((host) => marked.has(host));
  store.act({ type: 'marked', hosts: unmark ? [] : new Set([...marked, ...shown]) });
}

/** Inverts the marks of what is shown; marks out of sight stay. */
export function invertMarks(desk: Desk, shown: readonly string[]): void {
  const { store } = desk;
  if (!anyShown(desk, shown)) return;
  const marked = new Set(store.state().marked);
  for (const host of shown) if (!marked.delete(host)) marked.add(host);
  store.act({ type: 'marked', hosts: marked });
}

/**
 * Makes a target of the marks, else of the block under the cursor, else of the filtered hosts, else of the host under
 * the cursor.
 */
export function makeTarget(desk: Desk, plan: Plan): void {
  const { store, actions } = desk;
  const state = store.state();
  const hosts = chosenHosts(state.marked, state.filter !== 'all', plan);
  if (hosts.length === 0) {
    refuse(desk, 'nothing is chosen – mark hosts with Space');
    return;
  }
  // After `:reload` the inventory may not have them any more.
  tried(desk, () => actions.select(hosts));
  const { target } = store.state();
  if (target === state.target) return;
  say(desk, `the target is ${fold(target.hosts)} (${target.hosts.length}) – u goes back`);
}

function anyShown(desk: Desk, hosts: readonly string[]): boolean {
  if (hosts.length === 0) refuse(desk, 'there is no host to mark here – f shows others, Esc types');
  return hosts.length > 0;
}

export const shownHosts = ({ shown, items }: Plan): readonly string[] => shown ?? items;

function chosenHosts(
  marked: ReadonlySet<string>,
  filtered: boolean,
  plan: Plan,
): readonly string[] {
  if (marked.size > 0) return [...marked];
  // Only a view of blocks distinguishes what is shown from what the cursor can stand on.
  return filtered && plan.shown === undefined ? plan.items : plan.under;
}
