import { safeText } from '../domain/output.ts';

/**
 * Bytes as lines that a terminal may be shown, `prefix` in front of each.
 * `starts`: the first byte begins a line.
 */
export function safeLines(bytes: Buffer, prefix: string, starts: boolean): string {
  const text = bytes.toString('utf8');
  const ended = text.endsWith('\n');
  const lines = (ended ? text.slice(0, -1) : text).split('\n').map(safeLine);
  return `${starts ? prefix : ''}${lines.join(`\n${prefix}`)}${ended ? '\n' : ''}`;
}

/** Of a line that was drawn over (a progress bar) what stood there last. */
function safeLine(line: string): string {
  const drawn = line.replace(/\r+$/, '');
  return safeText(drawn.slice(drawn.lastIndexOf('\r') + 1));
}
