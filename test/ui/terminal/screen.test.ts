import { afterEach, describe, expect, it } from 'vitest';
import { TerminalScreen } from '../../../src/ui/terminal/screen.ts';

const open: TerminalScreen[] = [];
afterEach(() => {
  for (const screen of open.splice(0)) screen.dispose();
});

function screenOf(columns = 10, rows = 3) {
  const sent: string[] = [];
  const screen = new TerminalScreen({
    size: { columns, rows },
    send: (bytes) => sent.push(Buffer.from(bytes).toString()),
    drawn: () => {},
  });
  open.push(screen);
  const write = (text: string) =>
    new Promise<void>((resolve) => screen.write(Buffer.from(text), resolve));
  return { screen, sent, write };
}

describe('the terminal of a remote program', () => {
  it('shows what it writes, each row as wide as the terminal', async () => {
    const { screen, write } = screenOf();
    await write('one\r\n\x1b[3;5Hthree');
    expect(screen.rows()).toEqual(['one       ', '          ', '    three ']);
    expect(screen.cursor()).toEqual({ x: 9, y: 2 });
  });

  it('shows colours and styles as sequences of ours, closed in their row', async () => {
    const { screen, write } = screenOf(6, 1);
    await write('\x1b[1;31mab\x1b[0mc\x1b[48;5;200md\x1b[38;2;1;2;3me');
    expect(screen.rows()).toEqual([
      '\x1b[1;31mab\x1b[0mc\x1b[48;5;200md\x1b[0m\x1b[38;2;1;2;3;48;5;200me\x1b[0m ',
    ]);
  });

  it('lets nothing else through: no title, no clipboard, no link', async () => {
    const { screen, write } = screenOf(20, 1);
    await write('\x1b]0;owned\x07\x1b]52;c;ZWNobw==\x07\x1b]8;;http://x\x07link\x1b]8;;\x07');
    expect(screen.rows()).toEqual(['\x1b[4mlink\x1b[0m                ']);
  });

  it('gives wide characters two cells, emoji too', async () => {
    const { screen, write } = screenOf(6, 1);
    await write('漢🙂x');
    expect(screen.rows()).toEqual(['漢🙂x ']);
    expect(screen.cursor()).toEqual({ x: 5, y: 0 });
  });

  it('never cuts a wide character in two where it has become narrower', async () => {
    const { screen, write } = screenOf(4, 1);
    await write('ab漢');
    screen.resize({ columns: 3, rows: 1 });
    expect(screen.rows()[0]).toHaveLength(3);
  });

  it('answers what the program asks a terminal', async () => {
    const { sent, write } = screenOf();
    await write('\x1b[2;3H\x1b[6n');
    expect(sent).toEqual(['\x1b[2;3R']);
  });

  it('hides the cursor while the program does', async () => {
    const { screen, write } = screenOf();
    await write('\x1b[?25l');
    expect(screen.cursor()).toBeUndefined();
    await write('\x1b[?25h');
    expect(screen.cursor()).toEqual({ x: 0, y: 0 });
  });

  it('sends keys as the program has set its keyboard', async () => {
    const { screen, sent, write } = screenOf();
    await write('\x1b[?1h');
    screen.type(Buffer.from('\x1b[A'));
    expect(sent).toEqual(['\x1bOA']);
  });
});
