import type { Key } from 'ink';

/** What the operator did: text typed or pasted, or a key with a name. */
export type InputEvent =
  | { readonly type: 'text' | 'paste'; readonly text: string }
  | {
      readonly type: 'key';
      readonly name: string;
      readonly ctrl?: boolean;
      readonly meta?: boolean;
      readonly shift?: boolean;
    };

/** Events of one call of Ink's `useInput`. Text typed ahead comes in one string with its Enters: they are split. */
export function eventsFromInk(input: string, key: Key): InputEvent[] {
  const name = nameOf(key);
  const { ctrl, meta, shift } = key;
  if (name !== undefined) return [{ type: 'key', name, ctrl, meta, shift }];
  if (ctrl || meta) return input === '' ? [] : [{ type: 'key', name: input, ctrl, meta }];
  return input.split(/([\r\n\t])/).flatMap((part): InputEvent[] => {
    if (part === '\r' || part === '\n') return [{ type: 'key', name: 'return' }];
    if (part === '\t') return [{ type: 'key', name: 'tab' }];
    const text = part.replaceAll(/\p{Cc}/gu, '');
    return text === '' ? [] : [{ type: 'text', text }];
  });
}

/** `C-t`, `M-left`, `S-tab`, `pageup`, `m`: as `keyTable` names it. */
export function keyName(event: InputEvent): string {
  if (event.type !== 'key') return event.text;
  const shift = event.shift && event.name === 'tab' ? 'S-' : '';
  return `${event.ctrl ? 'C-' : ''}${event.meta ? 'M-' : ''}${shift}${event.name}`;
}

function nameOf(key: Key): string | undefined {
  for (const [flag, name] of names) if (key[flag]) return name;
  return undefined;
}

const names = [
  ['upArrow', 'up'],
  ['downArrow', 'down'],
  ['leftArrow', 'left'],
  ['rightArrow', 'right'],
  ['pageUp', 'pageup'],
  ['pageDown', 'pagedown'],
  ['home', 'home'],
  ['end', 'end'],
  ['return', 'return'],
  ['escape', 'escape'],
  ['tab', 'tab'],
  ['backspace', 'backspace'],
  ['delete', 'delete'],
] as const satisfies readonly (readonly [keyof Key, string])[];
