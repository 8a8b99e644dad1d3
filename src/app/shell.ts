import type { Invocation } from '../cli/arguments.ts';
import { wantsColor } from '../cli/color.ts';
import { keepLimits } from '../records/keep-limits.ts';
import { deleteOldRuns } from '../records/retention.ts';
import { openStateDirectory } from '../records/state-directory.ts';
import { initialState } from '../store/initial-state.ts';
import { createStore } from '../store/store.ts';
import { notificationWay } from '../ui/notification.ts';
import { type Screen, startScreen } from '../ui/start-screen.tsx';
import { stopProcess } from '../ui/stop-process.ts';
import { countHosts } from './completion/completion.ts';
import { Debugging, debugNotice } from './debugging.ts';
import { groupSummaries } from './group-summaries.ts';
import { shrinkWhenIdle } from './idle-shrink.ts';
import { openInventory } from './open-inventory.ts';
import { shellParts } from './shell-parts.ts';
import { onCrash, onLeaving } from './signals.ts';
import type { Workers } from './workers.ts';

/** The full-screen shell. Settles with the exit status when the operator leaves. */
export async function runShell(
  asked: Extract<Invocation, { kind: 'shell' }>,
  workers: Workers,
): Promise<number> {
  const { options } = asked;
  const stateDirectory = openStateDirectory();
  const keep = keepLimits(process.env.TUTTI_KEEP);
  const debugging = Debugging.begin(options.debug);
  const opened = await openInventory(options);
  const { stdin, stdout } = process;
  const store = createStore(
    initialState({ columns: stdout.columns, rows: stdout.rows }, Date.now()),
  );
  store.act({ type: 'time-limit', seconds: options.timeout });
  const left = Promise.withResolvers<number>();
  const quit = () => left.resolve(0);
  let screen: Screen | undefined;
  const parts = shellParts({
    options,
    opened,
    stateDirectory,
    store,
    workers,
    debugging,
    screen: () => screen,
    quit,
  });
  const { inventory, world, history, notifier, terminals, completion, actions } = parts;
  try {
    // A wrong target is refused before the screen opens, so that the reason stays readable.
    if (asked.target !== undefined) parts.select(asked.target);
    if (debugging.log) store.act({ type: 'notice', notice: debugNotice(debugging.log) });
    screen = startScreen({
      store,
      stdin,
      stdout,
      colours: wantsColor(options.color ?? 'auto', true, process.env),
      stopProcess,
      notificationWay: notificationWay(process.env),
      groups: groupSummaries(inventory),
      complete: completion.complete,
      onMoreNames: completion.onMoreNames,
      count: countHosts(world),
      terminal: (host) => terminals.picture(host),
      history: history.lines,
      actions,
    });
    // Old runs are deleted while the operator types; if that fails, nothing is lost.
    deleteOldRuns(stateDirectory, keep).catch(() => {});
    shrinkWhenIdle();
    notifier.screen = screen;
    onLeaving((status) => left.resolve(status));
    const offCrash = onCrash(left.reject);
    try {
      return await left.promise;
    } finally {
      notifier.screen = undefined;
      await screen.stop();
      offCrash();
    }
  } finally {
    store.close();
    await parts.close();
    await opened.close();
  }
}
