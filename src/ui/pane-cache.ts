import type { Line } from '../domain/run.ts';
import { type PaneModel, paneRows } from './pane-rows.ts';
import type { Paper } from './paper.ts';

/** The rows of panes that look the same as in the previous frame. */
export interface PaneCache {
  rows(pane: PaneModel, width: number, height: number, paper: Paper): string[];
}

export function createPaneCache(): PaneCache {
  const drawn = new Map<string, { readonly key: readonly unknown[]; readonly rows: string[] }>();
  return {
    rows(pane, width, height, paper) {
      const key = lookOf(pane, width, height, paper);
      const known = drawn.get(pane.key);
      if (known && key.every((part, i) => part === known.key[i])) return known.rows;
      const missed = paper.wanted.size;
      const rows = paneRows(pane, width, height, paper);
      // A pane with missing lines is drawn again when they have come.
      if (paper.wanted.size === missed) drawn.set(pane.key, { key, rows });
      else drawn.delete(pane.key);
      return rows;
    },
  };
}

/** Everything the rows depend on, compared by identity. */
function lookOf(pane: PaneModel, width: number, height: number, paper: Paper): readonly unknown[] {
  const { transcript, connection } = pane;
  const goesOn = transcript.last !== undefined && !transcript.last.outcome;
  const counts = connection.kind === 'suspect' || connection.kind === 'retrying';
  return [
    transcript.last,
    transcript.length,
    transcript.lastRun?.id,
    goesOn ? openLine(pane, paper) : undefined,
    goesOn || counts ? pane.now : 0,
    connection,
    pane.name,
    pane.anchor,
    pane.seen,
    pane.focused,
    pane.mark,
    pane.hits,
    pane.found,
    paper.search,
    pane.wantsSudo,
    pane.values,
    pane.borders,
    paper.terse,
    paper.theme,
    width,
    height,
  ];
}

function openLine({ transcript }: PaneModel, paper: Paper): Line | undefined {
  const { last, lastRun } = transcript;
  return last && lastRun ? paper.linesOf(lastRun.id, last.host)?.open : undefined;
}
