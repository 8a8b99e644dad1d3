/** What the mouse did, and where, in cells counted from 0. */
export interface MouseEvent {
  readonly kind: 'click' | 'wheel-up' | 'wheel-down';
  readonly x: number;
  readonly y: number;
}

/** Button events (1000) with SGR coordinates (1006): xterm, Control Sequences, Mouse Tracking. */
export const mouseOn = '\x1b[?1000h\x1b[?1006h';
export const mouseOff = '\x1b[?1006l\x1b[?1000l';

const report = /\x1b\[<(\d+);(\d+);(\d+)([Mm])/g;

/** Takes the mouse's reports out of what the terminal sends. */
export function takeMouse(bytes: Buffer): {
  readonly rest: Buffer;
  readonly events: readonly MouseEvent[];
} {
  if (!bytes.includes('\x1b[<')) return { rest: bytes, events: [] };
  const events: MouseEvent[] = [];
  const rest = bytes.toString('latin1').replace(report, (_, button, x, y, end) => {
    const kind = kindOf(Number(button), end === 'M');
    if (kind) events.push({ kind, x: Number(x) - 1, y: Number(y) - 1 });
    return '';
  });
  return { rest: Buffer.from(rest, 'latin1'), events };
}

/** Modifiers (4, 8, 16) make no difference; releases and other buttons are nothing to us. */
function kindOf(button: number, pressed: boolean): MouseEvent['kind'] | undefined {
  if (!pressed) return undefined;
  switch (button & ~0b11100) {
    case 0:
      return 'click';
    case 64:
      return 'wheel-up';
    case 65:
      return 'wheel-down';
    default:
      return undefined;
  }
}
