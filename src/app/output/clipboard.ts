/**
 * The longest text, in bytes, that terminals accept: hterm, and others after it, limit the sequence to 100,000
 * characters, which is this much before base64 (https://chromium.googlesource.com/apps/libapps/+/HEAD/hterm).
 */
export const mostClipboardBytes = 74_994;

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The bytes that put `text` into the clipboard of the operator's terminal (OSC 52, XTerm Control Sequences). Inside
 * tmux the sequence is sent twice: to tmux, and through it to the terminal outside; inside screen only through it.
 */
export function clipboardSequence(text: string, { TMUX, STY, TERM = '' }: Environment): string {
  const plain = `\x1b]52;c;${Buffer.from(text).toString('base64')}\x07`;
  if (TMUX || TERM.startsWith('tmux')) return plain + throughTmux(plain);
  if (STY) return throughScreen(plain);
  return plain;
}

/** tmux(1), allow-passthrough; where that is off tmux drops it. */
const throughTmux = (sequence: string) =>
  `\x1bPtmux;${sequence.replaceAll('\x1b', '\x1b\x1b')}\x1b\\`;

/** screen(1) takes strings of at most 768 bytes. */
function throughScreen(sequence: string): string {
  const parts = sequence.match(/[\s\S]{1,700}/g) ?? [];
  return parts.map((part) => `\x1bP${part}\x1b\\`).join('');
}
