/** What a program on a terminal has asked for. */
export interface TerminalModes {
  readonly applicationCursorKeysMode: boolean;
  readonly bracketedPasteMode: boolean;
}

/** Ctrl-], as in telnet. */
const leaveKey = 0x1d;

/** The bytes of the operator's terminal up to the key that leaves, and those behind it. */
export function untilLeave(bytes: Buffer): {
  readonly typed: Buffer;
  /** Absent: the key is not among them. */
  readonly rest?: Buffer;
} {
  const at = bytes.indexOf(leaveKey);
  return at === -1
    ? { typed: bytes }
    : { typed: bytes.subarray(0, at), rest: bytes.subarray(at + 1) };
}

/** The same keys as the remote program expects them: ours is another terminal than the one it has set up. */
export function keysFor(bytes: Buffer, modes: TerminalModes): Buffer {
  let keys = bytes.toString('latin1');
  if (!modes.bracketedPasteMode) keys = keys.replace(pasteMarker, '');
  if (modes.applicationCursorKeysMode) keys = keys.replace(cursorKey, '\x1bO$1');
  return Buffer.from(keys, 'latin1');
}

const pasteMarker = /\x1b\[20[01]~/g;
const cursorKey = /\x1b\[([ABCDHF])/g;
