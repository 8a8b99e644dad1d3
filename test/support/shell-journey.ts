import { FakeTerminal } from './fake-terminal.ts';

/** Keys in, frames out: drives a whole screen as an operator would. */
export interface ShellJourney {
  readonly terminal: FakeTerminal;
  type(text: string): ShellJourney;
  /** By name: `enter`, `esc`, `ctrl-t`, `alt-left`, `pgup`, or a letter. */
  press(...keys: readonly string[]): ShellJourney;
  /** As a terminal sends it: between the marks of bracketed paste. */
  paste(text: string): ShellJourney;
  resize(columns: number, rows: number): ShellJourney;
  /** Until the screen shows it; fails with the screen it got instead. */
  sees(...expected: readonly (string | RegExp)[]): Promise<ShellJourney>;
  /** Until the screen does not show it any more. */
  missesSoon(unwanted: string | RegExp): Promise<ShellJourney>;
  end(): Promise<void>;
}

/** `start` opens the program on the terminal and answers with what stops it. */
export async function startJourney(
  start: (terminal: FakeTerminal) => Promise<() => Promise<void>>,
  size: { columns: number; rows: number } = { columns: 80, rows: 24 },
): Promise<ShellJourney> {
  const terminal = new FakeTerminal(size.columns, size.rows);
  const stop = await start(terminal);
  let sending = Promise.resolve();

  // Ink tells Esc from the beginning of a sequence by a pause, so keys go one after the other
  const send = (bytes: string) => {
    sending = sending.then(async () => {
      terminal.send(bytes);
      await new Promise((resolve) => setTimeout(resolve, bytes === '\x1b' ? escapePauseMs : 0));
    });
  };

  const until = async (wanted: string, holds: () => boolean) => {
    await sending;
    const deadline = Date.now() + patienceMs;
    for (;;) {
      await terminal.settled();
      if (holds()) return;
      if (Date.now() > deadline) throw new Error(`${wanted}; the screen shows\n${terminal.text()}`);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  };

  const journey: ShellJourney = {
    terminal,
    type(text) {
      send(text);
      return journey;
    },
    press(...keys) {
      for (const key of keys) send(bytesOf(key));
      return journey;
    },
    paste(text) {
      send(`\x1b[200~${text}\x1b[201~`);
      return journey;
    },
    resize(columns, rows) {
      sending = sending.then(() => terminal.resize(columns, rows));
      return journey;
    },
    async sees(...expected) {
      for (const part of expected) await until(`expected ${part}`, () => shows(terminal, part));
      return journey;
    },
    async missesSoon(unwanted) {
      await until(`did not expect ${unwanted}`, () => !shows(terminal, unwanted));
      return journey;
    },
    async end() {
      await sending;
      await stop();
    },
  };
  return journey;
}

const patienceMs = 10_000;
// Ink waits 20 ms for the rest of a sequence
const escapePauseMs = 40;

const shows = (terminal: FakeTerminal, part: string | RegExp) =>
  typeof part === 'string' ? terminal.text().includes(part) : part.test(terminal.text());

function bytesOf(key: string): string {
  const named = keyBytes[key];
  if (named !== undefined) return named;
  if (key.startsWith('ctrl-')) return String.fromCharCode(key.charCodeAt(5) & 0x1f);
  const arrow = key.startsWith('alt-') ? keyBytes[key.slice(4)]?.at(-1) : undefined;
  if (arrow !== undefined) return key === 'alt-enter' ? '\x1b\r' : `\x1b[1;3${arrow}`;
  if (key.startsWith('alt-')) return `\x1b${key.slice(4)}`;
  return key;
}

const keyBytes: Readonly<Record<string, string>> = {
  enter: '\r',
  esc: '\x1b',
  tab: '\t',
  'shift-tab': '\x1b[Z',
  backspace: '\x7f',
  space: ' ',
  up: '\x1b[A',
  down: '\x1b[B',
  right: '\x1b[C',
  left: '\x1b[D',
  home: '\x1b[H',
  end: '\x1b[F',
  pgup: '\x1b[5~',
  pgdn: '\x1b[6~',
  delete: '\x1b[3~',
};
