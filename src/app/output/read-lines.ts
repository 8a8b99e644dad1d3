import type { Store } from '../../store/store.ts';
import type { RecordedLines } from './recorded-lines.ts';

/** Reads the lines a view needs into the store; a stretch that is being read is not asked for again. */
export function readLinesInto(
  store: Store,
  recorded: Pick<RecordedLines, 'read'>,
): (run: string, host: string, from: number, count: number) => void {
  const asked = new Set<string>();
  return (run, host, from, count) => {
    const key = `${run} ${host} ${from} ${count}`;
    if (asked.has(key)) return;
    asked.add(key);
    void recorded.read(run, host, from, count).then((stretch) => {
      asked.delete(key);
      if (stretch.lines.length > 0) store.lines.takeStretch(run, host, stretch.from, stretch.lines);
      // A run without a record keeps only its newest lines, so the older ones are gone too.
      if (stretch.from > from) store.lines.lose(run, host, 0, stretch.from);
      else store.lines.lose(run, host, from + stretch.lines.length, count - stretch.lines.length);
      if (!stretch.failure) return;
      const text = `${host}: older output cannot be read: ${stretch.failure.message}`;
      store.act({ type: 'notice', notice: { kind: 'error', text } });
    });
  };
}
