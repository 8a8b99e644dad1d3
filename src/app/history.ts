import { appendHistory, historyFile, historySize, readHistory } from '../records/history-file.ts';

export interface History {
  /** Oldest first. */
  lines(): readonly string[];
  add(line: string, target: string): void;
}

/**
 * The lines of earlier sessions and of those that run beside this one, then this one's: what `↑` gives back must be its own.
 * Each new line is on disk at once.
 */
export function openHistory(stateDirectory: string): History {
  const file = historyFile(stateDirectory);
  const own = new Set<string>();
  let ownLines: readonly string[] = [];
  /** Of the file, as far as it is known, bytes. */
  let size = historySize(file);
  let others = readHistory(file).map(({ line }) => line);
  let lines: readonly string[] = others;

  /** Another session may have written. */
  function refresh(): void {
    const now = historySize(file);
    if (now === size) return;
    size = now;
    others = readHistory(file)
      .filter(({ time, line }) => !own.has(keyOf(time, line)))
      .map(({ line }) => line);
    lines = [...others, ...ownLines];
  }

  return {
    lines() {
      refresh();
      return lines;
    },
    add(line, target) {
      if (line.startsWith(' ') || lines.at(-1) === line) return;
      const time = Date.now();
      own.add(keyOf(time, line));
      ownLines = [...ownLines, line];
      lines = [...others, ...ownLines];
      try {
        // What we wrote ourselves need not be read again.
        size += appendHistory(file, { time, line, target });
      } catch {
        // A full or read-only disk loses the history, but must not end the session.
      }
    },
  };
}

const keyOf = (time: number, line: string): string => `${time} ${line}`;
