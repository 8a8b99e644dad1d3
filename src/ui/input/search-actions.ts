import type { HostHits } from '../../domain/host-hits.ts';
import type { Search } from '../../store/state.ts';
import { hitOf } from '../search-look.ts';
import { views } from '../views/index.ts';
import type { Plan } from '../views/view.ts';
import type { Desk } from './desk.ts';
import { type InputEvent, keyName } from './key-event.ts';
import { say } from './say.ts';

/** Starts a search: what is typed from now on is searched for. */
export function beginSearch({ store }: Desk): void {
  store.act({
    type: 'search',
    search: { text: '', typing: true, hits: new Map(), going: false },
  });
}

export const endSearch = ({ store }: Desk) => store.act({ type: 'search', search: undefined });

/** Keys while the text is typed; true when the event is used up. */
export function typeSearch(event: InputEvent, desk: Desk): boolean {
  const { search } = desk.store.state();
  if (!search) return false;
  const type = (text: string) => {
    if (text !== search.text) desk.store.act({ type: 'search', search: { ...search, text } });
  };
  if (event.type !== 'key') {
    type(search.text + firstLine(event.text));
    return true;
  }
  switch (keyName(event)) {
    case 'backspace':
    case 'C-h':
      type(Array.from(search.text).slice(0, -1).join(''));
      return true;
    case 'C-w':
      type(search.text.replace(/\S*\s*$/, ''));
      return true;
    case 'C-u':
      type('');
      return true;
    case 'return':
    case 'down':
      if (search.text === '') endSearch(desk);
      else takeHits(search, desk);
      return true;
    case 'escape':
    case 'C-c':
      endSearch(desk);
      return true;
    case 'C-t':
    case 'pageup':
    case 'pagedown':
      return false;
    default:
      return true;
  }
}

/** From now on the keys walk over the hits. */
function takeHits(search: Search, desk: Desk): void {
  const { store } = desk;
  store.act({ type: 'focus', focus: 'grid' });
  store.act({ type: 'search', search: { ...search, typing: false, at: search.at ?? 'first' } });
  followSearch(desk);
}

/** Jumps to the first hit as soon as it is known. */
export function followSearch(desk: Desk): void {
  const { search } = desk.store.state();
  if (search?.at !== 'first' || search.hits.size === 0) return;
  const { items, cursor } = planOf(desk);
  // The fastest worker reports first, which need not be the one with the first hit.
  if (!search.going || search.hits.get(cursor ?? items[0] ?? '')?.count) jump(desk, 1);
}

/** Jumps to the next or previous hit over all hosts that are shown; wraps around. */
export function jump(desk: Desk, by: 1 | -1): void {
  const { store } = desk;
  const { search } = store.state();
  if (!search) {
    say(desk, 'nothing is searched – / begins a search over all hosts');
    return;
  }
  // An old notice would hide where we are.
  store.act({ type: 'notice', notice: undefined });
  const plan = planOf(desk);
  const hosts = plan.items.flatMap((host) => search.hits.get(host) ?? []);
  const found = hosts.filter(({ lines }) => lines.length > 0);
  const at = nextHit(found, hitOf(search), { items: plan.items, cursor: plan.cursor }, by);
  if (!at) return;
  // First of all, because each further message asks whether the first hit is still to be jumped to.
  store.act({ type: 'search', search: { ...search, at } });
  store.act({ type: 'cursor', host: at.host });
  const scene = desk.scene();
  const messages = views[scene.state.view].reveal?.(scene, desk.area(), at.host, at.line) ?? [];
  for (const message of messages) store.act(message);
}

function planOf(desk: Desk): Plan {
  const scene = desk.scene();
  return views[scene.state.view].plan(scene, desk.area());
}

interface Hit {
  readonly host: string;
  readonly line: number;
}

/** `found`: the hosts with hits, in the order of `items`. Without a previous hit, starts at the cursor. */
export function nextHit(
  found: readonly HostHits[],
  before: Hit | undefined,
  { items, cursor }: { readonly items: readonly string[]; readonly cursor: string | undefined },
  by: 1 | -1,
): Hit | undefined {
  const start = items.indexOf(before?.host ?? cursor ?? '');
  const here = found.find(({ host }) => host === before?.host);
  if (before && here) {
    const further =
      by > 0
        ? here.lines.find((line) => line > before.line)
        : here.lines.findLast((line) => line < before.line);
    if (further !== undefined) return { host: here.host, line: further };
  }
  const order = by > 0 ? found : found.toReversed();
  const isAhead = ({ host }: HostHits) => {
    const distance = (items.indexOf(host) - start) * by;
    return before ? distance > 0 : distance >= 0;
  };
  const next = order.find(isAhead) ?? order[0];
  const line = by > 0 ? next?.lines[0] : next?.lines.at(-1);
  return next && line !== undefined ? { host: next.host, line } : undefined;
}

const firstLine = (text: string) => text.split(/[\r\n]/, 1)[0] ?? '';
