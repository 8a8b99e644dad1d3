/** The modes that a program has asked its terminal for. */
export interface TerminalModes {
  readonly applicationCursorKeysMode: boolean;
  readonly bracketedPasteMode: boolean;
}

/** Ctrl-], as in telnet. */
const leaveKey = 0x1d;

/** Splits typed bytes at the key that leaves. */
export function untilLeave(bytes: Buffer): {
  readonly typed: Buffer;
  /** What follows the key; absent if it was not pressed. */
  readonly rest?: Buffer;
} {
  const at = bytes.indexOf(leaveKey);
  return at === -1
    ? { typed: bytes }
    : { typed: bytes.subarray(0, at), rest: bytes.subarray(at + 1) };
}

/** The keys as the remote program expects them: it has set up another terminal than ours. */
export function keysFor(bytes: Buffer, modes: TerminalModes): Buffer {
  let keys = bytes.toString('latin1');
  if (!modes.bracketedPasteMode) keys = keys.replace(pasteMarker, '');
  if (modes.applicationCursorKeysMode) keys = keys.replace(cursorKey, '\x1bO$1');
  return Buffer.from(keys, 'latin1');
}

const pasteMarker = /\x1b\[20[01]~/g;
const cursorKey = /\x1b\[([ABCDHF])/g;
