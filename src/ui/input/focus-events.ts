/** DECSET 1004 (xterm's ctlseqs): the terminal reports when it gets and loses the focus. */
export const focusEventsOn = '\x1b[?1004h';
export const focusEventsOff = '\x1b[?1004l';

/** Takes focus reports out of what was typed; `focused` is absent if there were none. */
export function takeFocus(bytes: Buffer): { readonly rest: Buffer; readonly focused?: boolean } {
  if (!bytes.includes('\x1b[I') && !bytes.includes('\x1b[O')) return { rest: bytes };
  const text = bytes.toString('latin1');
  const last = [...text.matchAll(/\x1b\[([IO])/g)].at(-1);
  const rest = Buffer.from(text.replaceAll(/\x1b\[[IO]/g, ''), 'latin1');
  return { rest, focused: last?.[1] === 'I' };
}
