import type { Invocation } from '../cli/arguments.ts';
import { wantsColor } from '../cli/color.ts';
import { Cluster } from '../cluster/cluster.ts';
import { fold } from '../domain/fold.ts';
import type { Run } from '../domain/run.ts';
import { resolveTarget } from '../domain/target.ts';
import { takeFromEnvironment } from '../inventory/secret-sources.ts';
import { keepLimits } from '../records/keep-limits.ts';
import { deleteOldRuns } from '../records/retention.ts';
import { SessionFolder } from '../records/session-folder.ts';
import { openStateDirectory } from '../records/state-directory.ts';
import { initialState } from '../store/initial-state.ts';
import type { Target } from '../store/state.ts';
import { createStore } from '../store/store.ts';
import { notificationWay } from '../ui/notification.ts';
import { type Screen, startScreen } from '../ui/start-screen.tsx';
import { stopProcess } from '../ui/stop-process.ts';
import { clusterToStore } from './cluster-to-store.ts';
import { completion, countHosts } from './completion/completion.ts';
import { localNames } from './completion/local-names.ts';
import { RemoteNames } from './completion/remote-names.ts';
import { Debugging, debugNotice } from './debugging.ts';
import { dialling } from './dialling.ts';
import { groupSummaries } from './group-summaries.ts';
import { openHistory } from './history.ts';
import { shrinkWhenIdle } from './idle-shrink.ts';
import { LiveInventory } from './live-inventory.ts';
import { Notifier } from './notifier.ts';
import { openInventory } from './open-inventory.ts';
import { EarlierRuns } from './output/earlier-runs.ts';
import { forgetRuns } from './output/forget-runs.ts';
import { readLinesInto } from './output/read-lines.ts';
import { RecordedLines } from './output/recorded-lines.ts';
import { RunRecords } from './output/run-records.ts';
import { runSearch } from './output/run-search.ts';
import { exportInBackground, runToExport } from './output/run-to-export.ts';
import { searchLines } from './output/search-lines.ts';
import { takeOutput } from './output/take-output.ts';
import { reloading } from './reload.ts';
import { isGuarded } from './runs/guarded.ts';
import { Rolls } from './runs/rolls.ts';
import { Runs } from './runs/runs.ts';
import { typedLines } from './runs/typed-lines.ts';
import { Watch } from './runs/watch.ts';
import { answers } from './secrets/answers.ts';
import { Prompts } from './secrets/prompts.ts';
import { onCrash, onLeaving } from './signals.ts';
import { worldOfShell } from './target-world.ts';
import { Terminals } from './terminals.ts';
import { Trust } from './trust.ts';
import { type Workers, workerCount } from './workers.ts';

/** The full-screen shell. Settles with the exit status when the operator leaves. */
export async function runShell(
  asked: Extract<Invocation, { kind: 'shell' }>,
  workers: Workers,
): Promise<number> {
  const { options } = asked;
  const kept = openStateDirectory();
  const keep = keepLimits(process.env.TUTTI_KEEP);
  const debugging = Debugging.begin(options.debug);
  const { inventory: opened, read, sshConfig, close } = await openInventory(options);
  const inventory = new LiveInventory(opened);
  const { stdin, stdout } = process;
  const store = createStore(
    initialState({ columns: stdout.columns, rows: stdout.rows }, Date.now()),
  );
  store.act({ type: 'time-limit', seconds: options.timeout });
  const prompts = new Prompts(store);
  const environment = new Map(takeFromEnvironment(inventory.hosts.values(), process.env));
  const { answer, judged, forgetRefusals, forgetSudo } = answers({
    inventory,
    environment,
    screen: true,
    ask: (host, question, signal) => prompts.ask(host, question, signal),
    sudoWaiting: (hosts) => store.act({ type: 'sudo-waiting', hosts }),
  });
  const cluster = new Cluster({
    hosts: inventory.hosts,
    workers: workerCount(),
    ...dialling({ ...(sshConfig !== undefined && { sshConfig }), ...options }),
    spawn: () => workers.spawn(),
    answer,
    judged,
  });
  cluster.debug(debugging.log);
  const left = Promise.withResolvers<number>();
  const quit = () => left.resolve(0);
  const history = openHistory(kept);
  const world = worldOfShell(inventory, store);
  const resolve = (text: string): Target => {
    const target = text.replace(/^@/, '');
    const before = target === '-' ? store.state().targetStack.at(-1) : undefined;
    if (before) return before.target;
    const hosts = resolveTarget(target, world());
    return { text: target, hosts, ...(isGuarded(inventory, hosts) && { guarded: true }) };
  };
  const session = new SessionFolder(kept);
  const records = new RunRecords(session, inventory, (text) =>
    store.act({ type: 'notice', notice: { kind: 'error', text } }),
  );
  const notifier = new Notifier();
  const ended = (run: Run) => {
    if (!rolls.began(run.id) && !store.state().watch) notifier.runEnded(run);
    rolls.step();
  };
  const runs = new Runs({ store, cluster, inventory, options, records, ended });
  const rolls = new Rolls({
    store,
    cluster,
    inventory,
    runs,
    notify: (text) => notifier.tell(text),
  });
  const remember = (line: string, target: string) => history.add(line, target);
  const terminals = new Terminals(store, cluster);
  const trust = new Trust(store, cluster);
  const watch = new Watch({
    store,
    enter: (line) => runs.enter(line),
    forget: (runs) => forgetRuns(runs, store, cluster),
  });
  const openTerminal = (host: string, command?: string) => void terminals.open(host, command);
  const reconnect = (hosts: readonly string[]) => {
    forgetRefusals();
    cluster.reconnect(hosts);
  };
  const reload = reloading({
    store,
    cluster,
    inventory,
    environment,
    read,
    resolve,
    forgetRefusals,
  });
  const namesOf = (host: string) => [host, inventory.hosts.get(host)?.address ?? host];
  const earlier = new EarlierRuns({
    store,
    stateDirectory: kept,
    session: session.path,
    namesOf,
  });
  const recorded = new RecordedLines({
    cluster,
    folderOf(id) {
      const run = store.state().runs.findLast((each) => each.id === id);
      return run && records.kept(run).folder;
    },
    namesOf,
  });
  const readLines = readLinesInto(store, recorded);
  let moreNames = () => {};
  const remoteNames = new RemoteNames(cluster, () => moreNames());
  const hereNames = localNames(() => moreNames());
  let screen: Screen | undefined;
  const take = takeOutput({
    store,
    env: process.env,
    run: () => runToExport(store, records, earlier),
    read: async (run, host, from, count) =>
      (await earlier.read(run, host, from, count)) ?? recorded.read(run, host, from, count),
    screen: () => screen,
  });
  const lines = typedLines({
    store,
    cluster,
    reconnect,
    inventory,
    runs,
    rolls,
    resolve,
    remember,
    openTerminal,
    forgetSudo,
    notify(on) {
      notifier.on = on ?? notifier.on;
      return notifier.on;
    },
    debug(on) {
      const log = on ? debugging.open() : undefined;
      cluster.debug(log);
      return log?.file;
    },
    watch: (target, what) => (what ? watch.start(target, what) : watch.stop()),
    exportRun: (format, file) => {
      const asked = runToExport(store, records, earlier);
      void exportInBackground(store, format, asked, file);
    },
    listRuns: (words) => void earlier.list(words),
    trust: () => trust.open(),
    reload,
    quit,
  });
  const intoStore = clusterToStore(store, () => {
    records.flush(store.state().runs);
    rolls.look();
    runs.mayHaveEnded();
    trust.look();
    watch.look();
  });
  runSearch(
    store,
    searchLines(cluster, {
      earlier: (run) => earlier.outputs(run),
      recorded: (run, hosts) => recorded.outputs(run, hosts),
    }),
  );
  cluster.listen({
    ...intoStore,
    event: (event) => {
      records.take(event);
      remoteNames.take(event);
      if (!terminals.take(event)) intoStore.event(event);
    },
  });
  try {
    // A wrong target is refused before the screen opens, so that the reason stays readable.
    if (asked.target !== undefined) lines.select(asked.target);
    if (debugging.log) store.act({ type: 'notice', notice: debugNotice(debugging.log) });
    screen = startScreen({
      store,
      stdin,
      stdout,
      colours: wantsColor(options.color ?? 'auto', true, process.env),
      stopProcess,
      notificationWay: notificationWay(process.env),
      groups: groupSummaries(inventory),
      complete: completion({
        world,
        selected: () => store.state().target.hosts,
        runs: () => store.state().runs,
        history,
        remote: (hosts, query) => remoteNames.ask(hosts, query),
        here: hereNames.ask,
        variables: (host) => inventory.hosts.get(host)?.vars ?? {},
      }),
      onMoreNames: (listener) => {
        moreNames = listener;
      },
      count: countHosts(world),
      terminal: (host) => terminals.picture(host),
      history: history.lines,
      actions: {
        enter: lines.enter,
        enterAnyway: lines.enterAnyway,
        openTerminal,
        typeInTerminal: (bytes) => terminals.type(bytes),
        fitTerminal: (size) => terminals.fit(size),
        interrupt(hosts) {
          const watched = hosts === undefined && watch.stop();
          const paused = rolls.interrupted(hosts);
          return runs.interrupt(hosts) || watched || paused;
        },
        roll: (key) => rolls.press(key),
        read: (run, host, from, count) =>
          earlier.readLines(run, host, from, count) || readLines(run, host, from, count),
        openRun: (run) => void earlier.open(run),
        walkEarlier: (by) => void earlier.walk(by),
        letGo: (host) => runs.letGo(host),
        sendInput: (text, host) => runs.sendInput(text, host),
        endInput: () => runs.endInput(),
        sure: lines.sure,
        retry: lines.retry,
        takeOutput: (taking, hosts) => void take(taking, hosts),
        select: (hosts) => lines.select(fold(hosts)),
        targetBack: lines.back,
        reconnect,
        trust: (entries) => trust.accept(entries),
        saveKeys: (entries) => trust.save(entries),
        answer: (ask, answers) => prompts.answer(ask, answers),
        quit,
      },
    });
    // Old runs are deleted while the operator types; if that fails, nothing is lost.
    deleteOldRuns(kept, keep).catch(() => {});
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
    rolls.close();
    hereNames.close();
    await cluster.close();
    await close();
  }
}
