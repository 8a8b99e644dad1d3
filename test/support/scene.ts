import { Arrivals } from '../../src/store/arrivals.ts';
import type { State } from '../../src/store/state.ts';
import { createPaneCache } from '../../src/ui/pane-cache.ts';
import { type Scene, shownRun } from '../../src/ui/scene.ts';
import { createStreams } from '../../src/ui/streams.ts';
import { createTheme, type Theme } from '../../src/ui/theme.ts';
import { createTranscripts } from '../../src/ui/transcript.ts';
import { createWanted } from '../../src/ui/wanted.ts';
import { linesOfAll, screenState, type Told } from './screen-state.ts';

/** Without colours: then a row is what one reads. */
export const plainTheme: Theme = {
  colours: false,
  paint: (_tone, text) => text,
  paintHost: (_host, text) => text,
};
export const colourTheme: Theme = createTheme(true);

/** A scene of these runs, whose hosts are the target. */
export function sceneOf(
  told: readonly Told[],
  change: Partial<State> = {},
  theme: Theme = plainTheme,
): Scene {
  const runs = told.map(({ run }) => run);
  const hosts = [...new Set(runs.flatMap((run) => run.hosts))];
  const state = screenState(hosts, { runs, ...change });
  const linesOf = linesOfAll(told);
  const transcripts = createTranscripts(linesOf);
  return {
    state,
    run: shownRun(state),
    hosts: state.target.hosts,
    groups: [
      { name: 'web', hosts: 12 },
      { name: 'db_servers', hosts: 2 },
    ],
    theme,
    linesOf,
    terminal: undefined,
    wanted: createWanted(),
    panes: createPaneCache(),
    streams: createStreams((run) => arrivalsOf(told, run)),
    transcript: (host) => transcripts(state.runs, host, state.asides.get(host)),
  };
}

/** One host after the other, all at once. */
function arrivalsOf(told: readonly Told[], id: string): Arrivals | undefined {
  const one = told.find(({ run }) => run.id === id);
  if (!one) return undefined;
  const arrivals = new Arrivals();
  for (const host of one.run.hosts) {
    arrivals.add(host, one.linesOf(id, host)?.total ?? 0, 0, one.run.startedAt);
  }
  return arrivals;
}
