import { Box, useApp, useCursor, useInput, usePaste } from 'ink';
import { type ReactNode, useEffect, useSyncExternalStore } from 'react';
import type { TerminalSize } from '../domain/terminal.ts';
import { eventsFromInk } from './input/key-event.ts';
import { Rows } from './rows.tsx';
import type { Stage } from './stage.ts';
import type { Stretch } from './wanted.ts';

export interface AppProps {
  readonly stage: Stage;
  /** Asks for lines that are shown but not loaded. */
  readonly read: (stretch: Stretch) => void;
  /** Sets the size of the remote program's terminal. */
  readonly fitTerminal: (size: TerminalSize) => void;
  /** Receives Ink's function that lends the terminal out; returns a function that undoes this. */
  readonly onTerminal: (
    suspendTerminal: (during: () => Promise<void>) => Promise<void>,
  ) => () => void;
}

/** The one component that knows the store; everything below it is rows. */
export function App({ stage, read, fitTerminal, onTerminal }: AppProps): ReactNode {
  useSyncExternalStore(stage.subscribe, stage.version);
  useInput((input, key) => {
    for (const event of eventsFromInk(input, key)) stage.press(event);
  });
  usePaste((text) => stage.press({ type: 'paste', text }));
  const { suspendTerminal } = useApp();
  useEffect(() => onTerminal(suspendTerminal), [onTerminal, suspendTerminal]);
  const { setCursorPosition } = useCursor();

  const { rows, popups, cursor, wanted, size, terminalSize } = stage.frame();
  setCursorPosition(cursor);
  useEffect(() => wanted.forEach(read));
  useEffect(() => {
    if (terminalSize) fitTerminal(terminalSize);
  });
  return (
    <Box flexDirection="column" width={size.columns} height={size.rows}>
      <Rows rows={rows} width={size.columns} />
      {popups.map((popup) => (
        <Box key={popup.rows[0]} position="absolute" left={popup.left} top={popup.top}>
          <Rows rows={popup.rows} width={popup.width} />
        </Box>
      ))}
    </Box>
  );
}
