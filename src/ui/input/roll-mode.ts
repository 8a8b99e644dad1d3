import type { RollKey } from '../../domain/roll-change.ts';
import type { Overlay } from '../../store/state.ts';
import type { Desk } from './desk.ts';
import { type InputEvent, keyName } from './key-event.ts';
import { rowSteps } from './row-steps.ts';

/** Keys of the lanes. Several letters at once are pasted text, whatever each would do here. */
export function typeRoll(event: InputEvent, desk: Desk): void {
  if (event.type === 'paste' || (event.type === 'text' && event.text.length > 1)) return;
  const open = desk.store.state().overlay;
  if (open?.kind === 'roll') press(keyName(event), open, desk);
}

function press(key: string, open: Extract<Overlay, { kind: 'roll' }>, desk: Desk): void {
  const { store, actions } = desk;
  const said = keys[key];
  const by = rowSteps[key];
  if (said) actions.roll(said);
  else if (key === 'C-c') actions.interrupt();
  else if (key === 'escape' || key === 'q') store.act({ type: 'overlay', overlay: undefined });
  else if (by !== undefined) {
    const lanes = store.state().roll?.batches.length ?? 1;
    const top = Math.min(lanes - 1, Math.max(0, open.top + by));
    store.act({ type: 'overlay', overlay: { ...open, top } });
  }
}

const keys: Readonly<Record<string, RollKey>> = {
  c: 'continue',
  p: 'pause',
  s: 'stop',
  r: 'retry',
  a: 'again',
  d: 'vouch',
};
