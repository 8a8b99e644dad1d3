import { hostsOf, type TrustEntry, trustId } from '../../domain/trust.ts';
import type { Overlay } from '../../store/state.ts';
import type { Desk } from './desk.ts';
import { type InputEvent, keyName } from './key-event.ts';
import { rowSteps } from './row-steps.ts';

type Trust = Extract<Overlay, { kind: 'trust' }>;

/** With more hosts than this, their number must be typed. */
const acceptedByEnter = 10;

/** Keys of the trust screen. What was being typed when it came up, "uname -a" say, accepts nothing. */
export function typeTrust(event: InputEvent, desk: Desk): void {
  if (event.type === 'paste') return;
  const keys = event.type === 'text' ? Array.from(event.text) : [keyName(event)];
  for (const key of keys) {
    const open = desk.store.state().overlay;
    if (open?.kind === 'trust') press(key, open, desk);
  }
}

function press(key: string, open: Trust, desk: Desk): void {
  const show = (change: Partial<Trust>) =>
    desk.store.act({ type: 'overlay', overlay: { ...open, ...change } });
  if (open.step === 'list') inList(key, open, desk, show);
  else if (open.step === 'details') show({ step: 'list' });
  else inAccepting(key, open, desk, show);
}

function inList(key: string, open: Trust, desk: Desk, show: (change: Partial<Trust>) => void) {
  const { entries, cursor, picked } = open;
  const entry = entries[cursor];
  const by = rowSteps[key];
  if (by !== undefined) {
    show({ cursor: Math.min(entries.length - 1, Math.max(0, cursor + by)) });
  } else if (key === ' ' && entry) {
    const id = trustId(entry);
    const others = picked.filter((each) => each !== id);
    show({ picked: others.length < picked.length ? others : [...picked, id] });
  } else if (key === 'a') show({ step: 'accepting', picked: entries.map(trustId), typed: '' });
  else if (key === 'return' && picked.length > 0) show({ step: 'accepting', typed: '' });
  else if (key === 's') show({ step: 'details' });
  else if (key === 'w') desk.actions.saveKeys(entries);
  else if (key === 'escape' || key === 'C-c') {
    desk.store.act({ type: 'overlay', overlay: undefined });
  } else show({ strayed: true });
}

function inAccepting(key: string, open: Trust, desk: Desk, show: (change: Partial<Trust>) => void) {
  const chosen = pickedEntries(open);
  const wanted = wantedNumber(open);
  if (wanted !== '' && /^\d+$/.test(key)) show({ typed: open.typed + key });
  else if (key === 'backspace') show({ typed: open.typed.slice(0, -1) });
  else if (key === 'return' && open.typed === wanted) {
    desk.store.act({ type: 'overlay', overlay: undefined });
    desk.actions.trust(chosen);
  } else if (key === 'return') show({ typed: '' });
  else if (key === 'escape' || key === 'C-c') show({ step: 'list' });
  else show({ step: 'list', picked: [], strayed: true });
}

/** What must be typed to accept the picked keys; empty if Enter is enough. */
export function wantedNumber(open: Trust): string {
  const hosts = hostsOf(pickedEntries(open)).length;
  return hosts > acceptedByEnter || open.strayed ? String(hosts) : '';
}

export const pickedEntries = ({ entries, picked }: Trust): readonly TrustEntry[] =>
  entries.filter((entry) => picked.includes(trustId(entry)));
