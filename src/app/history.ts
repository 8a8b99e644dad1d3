import { appendHistory, historyFile, readHistory } from '../records/history-file.ts';

export interface History {
  /** Oldest first. */
  lines(): readonly string[];
  add(line: string, target: string): void;
}

/** Earlier sessions' lines, then this one's; each new line is on disk at once. */
export function openHistory(stateDirectory: string): History {
  const file = historyFile(stateDirectory);
  let lines = readHistory(file).map(({ line }) => line);
  return {
    lines: () => lines,
    add(line, target) {
      if (line.startsWith(' ') || lines.at(-1) === line) return;
      lines = [...lines, line];
      try {
        appendHistory(file, { time: Date.now(), line, target });
      } catch {
        // A full or read-only disk loses the history, but must not end the session.
      }
    },
  };
}
