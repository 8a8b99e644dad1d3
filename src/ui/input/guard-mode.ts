import type { Overlay } from '../../store/state.ts';
import type { Desk } from './desk.ts';
import { type InputEvent, keyName } from './key-event.ts';
import { tried } from './prompt-actions.ts';
import { putBack } from './put-back.ts';

type Open = Extract<Overlay, { kind: 'guard' }>;

/** Only the right number of hosts lets a guarded line run; otherwise it goes back to the prompt. */
export function typeGuard(event: InputEvent, open: Open, desk: Desk): void {
  const { store, actions } = desk;
  const close = () => store.act({ type: 'overlay', overlay: undefined });
  const type = (typed: string, refused?: string) => {
    const { refused: _before, ...guard } = open;
    const overlay = { ...guard, typed, ...(refused !== undefined && { refused }) };
    store.act({ type: 'overlay', overlay });
  };
  if (event.type !== 'key') {
    const digits = event.text.replaceAll(/\D/g, '');
    type(open.typed + digits, digits === event.text ? undefined : onlyNumber);
    return;
  }
  switch (keyName(event)) {
    case 'backspace':
    case 'delete':
      type(open.typed.slice(0, -1));
      return;
    case 'C-u':
      type('');
      return;
    case 'escape':
    case 'C-c':
      close();
      putBack(open.line, desk);
      return;
    case 'return':
      if (open.typed !== String(open.hosts.length)) {
        type('', open.typed === '' ? onlyNumber : `it is not ${open.typed}: nothing has run`);
        return;
      }
      close();
      if (!tried(desk, () => actions.sure())) putBack(open.line, desk);
      return;
    default:
      type(open.typed, onlyNumber);
  }
}

const onlyNumber = 'only the number of hosts lets it run';
