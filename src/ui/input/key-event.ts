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

/** The events of one call of Ink's `useInput`. Keys typed ahead arrive together in one string, and are split here. */
export function eventsFromInk(input: string, key: Key): InputEvent[] {
  const name = nameOf(key);
  const { ctrl, meta, shift } = key;
  if (name !== undefined) return [{ type: 'key', name, ctrl, meta, shift }];
  if (ctrl || meta) return input === '' ? [] : [{ type: 'key', name: input, ctrl, meta }];
  return input.split(/(\p{Cc})/u).flatMap((part): InputEvent[] => {
    if (part === '') return [];
    return /^\p{Cc}$/u.test(part) ? controlKey(part) : [{ type: 'text', text: part }];
  });
}

/** Keys that were typed ahead arrive as control characters. */
function controlKey(character: string): InputEvent[] {
  const code = character.charCodeAt(0);
  if (code === 0x0d || code === 0x0a) return [{ type: 'key', name: 'return' }];
  if (code === 0x09) return [{ type: 'key', name: 'tab' }];
  if (code === 0x7f || code === 0x08) return [{ type: 'key', name: 'backspace' }];
  if (code === 0x1b) return [{ type: 'key', name: 'escape' }];
  if (code < 1 || code > 26) return [];
  return [{ type: 'key', name: String.fromCharCode(code + 0x60), ctrl: true }];
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
