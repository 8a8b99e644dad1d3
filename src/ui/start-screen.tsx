import { render } from 'ink';
import { afterResizes } from './after-resizes.ts';
import { App } from './app.tsx';
import { focusEventsOff, focusEventsOn, takeFocus } from './input/focus-events.ts';
import { mouseOff, mouseOn, takeMouse } from './input/mouse.ts';
import { type NotificationWay, notification } from './notification.ts';
import { createStage, type StageOptions } from './stage.ts';
import { StdinGate, type TerminalInput } from './stdin-gate.ts';
import { untilLeave } from './terminal/keys.ts';
import { createTheme } from './theme.ts';
import type { Stretch } from './wanted.ts';

export interface ScreenOptions extends Omit<StageOptions, 'theme'> {
  readonly stdin: TerminalInput;
  readonly stdout: NodeJS.WriteStream;
  /** Without colours, bold type and marks carry the meaning. */
  readonly colours: boolean;
  /** How the terminal notifies the operator. */
  readonly notificationWay: NotificationWay;
  /** Stops this process as Ctrl-Z does; settles when it continues. */
  stopProcess(): Promise<void>;
}

export interface Screen {
  /** False when the terminal has reported that it lost the focus. */
  readonly focused: boolean;
  /** Notifies the operator. */
  notify(text: string): void;
  /** Writes bytes that do not change the picture. */
  write(bytes: string): void;
  /** Restores the terminal. Can be called twice. */
  stop(): Promise<void>;
  /** Lends the terminal to `during`, then draws everything again. */
  suspend(during: () => Promise<void>): Promise<void>;
}

/** Takes over the terminal and shows the store until it is stopped. */
export function startScreen(options: ScreenOptions): Screen {
  const { store, actions, stdin, stdout } = options;
  const stage = createStage({ ...options, theme: createTheme(options.colours) });
  let focused = true;
  const gate = new StdinGate(stdin, (typedBytes) => {
    const { rest: unfocused, focused: now } = takeFocus(typedBytes);
    if (now !== undefined) focused = now;
    const { rest: bytes, events } = takeMouse(unfocused);
    for (const event of events) stage.point(event);
    const { terminal, overlay, questions } = store.state();
    if (terminal === undefined || overlay) return bytes;
    const [question] = questions;
    if (question === undefined) stage.attention.typed();
    else if (stage.attention.isFor(question.ask, true)) return bytes;
    const { typed, rest } = untilLeave(bytes);
    actions.typeInTerminal(typed);
    if (rest) store.act({ type: 'terminal', host: undefined });
    return rest;
  });
  let suspendTerminal: Screen['suspend'] | undefined;
  let stopped: Promise<void> | undefined;

  const resize = () =>
    store.act({ type: 'resize', size: { columns: stdout.columns, rows: stdout.rows } });
  /** Callers take turns: Ink lends the terminal to one at a time. */
  let given: Promise<void> | undefined;
  const suspend: Screen['suspend'] = (during) => {
    const turn = (given ?? Promise.resolve()).then(() => giveTerminal(during));
    const over = turn
      .catch(() => {})
      .then(() => {
        if (given === over) given = undefined;
      });
    given = over;
    return turn;
  };
  const giveTerminal: Screen['suspend'] = async (during) => {
    stdout.write(modesOff);
    await suspendTerminal?.(async () => {
      // Or we would read what is typed for the program that has the terminal.
      gate.hold();
      repaint.off();
      try {
        await during();
      } finally {
        gate.goOn();
        repaint.on();
        // Before Ink draws: a row that wraps would push all rows up.
        stdout.write(mouse ? modesOn + mouseOn : modesOn);
      }
    });
    resize();
  };
  // For a repeated key: one redraw is enough.
  const once = (during: () => Promise<void>) => {
    if (given === undefined) void suspend(during);
  };
  stage.terminal = {
    suspend: () => once(options.stopProcess),
    redraw: () => once(async () => undefined),
  };
  const onTerminal = (inkSuspend: Screen['suspend']) => {
    suspendTerminal = inkSuspend;
    return () => void stdout.write(modesOff);
  };
  const read = ({ run, host, from, count }: Stretch) => {
    const gap = store.lines.of(run, host)
      ? store.lines.missing(run, host, from, count)
      : ([from, count] as const);
    if (gap) actions.read(run, host, ...gap);
  };

  let mouse = false;
  const unwatchMouse = store.subscribe(() => {
    const wanted = store.state().mouse === true;
    if (wanted !== mouse) stdout.write(wanted ? mouseOn : mouseOff);
    mouse = wanted;
  });

  const app = (
    <App stage={stage} read={read} fitTerminal={actions.fitTerminal} onTerminal={onTerminal} />
  );
  const repaint = afterResizes(() => {
    stdout.write(homeAndErase);
    clear();
    rerender(app);
  });

  resize();
  stdout.write(modesOn);
  stdout.on('resize', resize);
  repaint.on();
  const { unmount, waitUntilExit, clear, rerender } = render(app, {
    stdin: gate as unknown as NodeJS.ReadStream,
    stdout,
    alternateScreen: true,
    incrementalRendering: true,
    interactive: true,
    // The store decides when there is a frame; a slower throttle of Ink's would only interfere.
    maxFps: 250,
    patchConsole: false,
    exitOnCtrlC: false,
    onRender: ({ renderTime }) => store.frameTook(renderTime),
  });

  return {
    get focused() {
      return focused;
    },
    notify: (text) => void stdout.write(notification(options.notificationWay, text)),
    write: (bytes) => void stdout.write(bytes),
    suspend,
    stop() {
      stopped ??= (async () => {
        stdout.off('resize', resize);
        repaint.off();
        unwatchMouse();
        unmount();
        await waitUntilExit();
        gate.close();
      })();
      return stopped;
    },
  };
}

// DECAWM off: a row stays a row, even if the terminal disagrees with us about its width.
const modesOn = `\x1b[?7l${focusEventsOn}`;
const modesOff = `\x1b[?7h${focusEventsOff}${mouseOff}`;

// CUP, ED (ECMA-48)
const homeAndErase = '\x1b[H\x1b[2J';
