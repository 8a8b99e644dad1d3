import type { Options } from '../cli/options.ts';
import { Cluster } from '../cluster/cluster.ts';
import { fold } from '../domain/fold.ts';
import type { Run } from '../domain/run.ts';
import { resolveTarget } from '../domain/target.ts';
import { takeFromEnvironment } from '../inventory/secret-sources.ts';
import { SessionFolder } from '../records/session-folder.ts';
import type { Target } from '../store/state.ts';
import type { Store } from '../store/store.ts';
import type { Actions } from '../ui/actions.ts';
import type { Screen } from '../ui/start-screen.tsx';
import { clusterToStore } from './cluster-to-store.ts';
import { shellCompletion } from './completion/shell-completion.ts';
import type { Debugging } from './debugging.ts';
import { dialling } from './dialling.ts';
import { openHistory } from './history.ts';
import { LiveInventory } from './live-inventory.ts';
import { Notifier } from './notifier.ts';
import type { OpenedInventory } from './open-inventory.ts';
import { forgetRuns } from './output/forget-runs.ts';
import { RunRecords } from './output/run-records.ts';
import { shellOutput } from './output/shell-output.ts';
import { reloading } from './reload.ts';
import { isGuarded } from './runs/guarded.ts';
import { Rolls } from './runs/rolls.ts';
import { Runs } from './runs/runs.ts';
import { typedLines } from './runs/typed-lines.ts';
import { Watch } from './runs/watch.ts';
import { answers } from './secrets/answers.ts';
import { Prompts } from './secrets/prompts.ts';
import { worldOfShell } from './target-world.ts';
import { Terminals } from './terminals.ts';
import { Trust } from './trust.ts';
import { type Workers, workerCount } from './workers.ts';

interface ShellPartsOptions {
  readonly options: Options;
  readonly opened: OpenedInventory;
  readonly stateDirectory: string;
  readonly store: Store;
  readonly workers: Workers;
  readonly debugging: Debugging;
  /** Absent while it is not open. */
  screen(): Screen | undefined;
  quit(): void;
}

/** Makes the parts of the full-screen shell, and ties them together. */
export function shellParts(given: ShellPartsOptions) {
  const { options, opened, stateDirectory, store, workers, debugging, screen, quit } = given;
  const { read, sshConfig } = opened;
  const inventory = new LiveInventory(opened.inventory);
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
  const history = openHistory(stateDirectory);
  const world = worldOfShell(inventory, store);
  const resolve = (text: string): Target => {
    const target = text.replace(/^@/, '');
    const before = target === '-' ? store.state().targetStack.at(-1) : undefined;
    if (before) return before.target;
    const hosts = resolveTarget(target, world());
    return { text: target, hosts, ...(isGuarded(inventory, hosts) && { guarded: true }) };
  };
  const session = new SessionFolder(stateDirectory);
  const records = new RunRecords(session, inventory, (text) =>
    store.act({ type: 'notice', notice: { kind: 'error', text } }),
  );
  const notifier = new Notifier();
  const ended = (run: Run) => {
    if (!rolls.began(run.id) && !store.state().watch) notifier.runEnded(run);
    rolls.step();
  };
  const runs = new Runs({ store, cluster, inventory, options, records, ended });
  const notify = (text: string) => notifier.tell(text);
  const rolls = new Rolls({ store, cluster, inventory, runs, notify });
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
  const output = shellOutput({
    store,
    cluster,
    inventory,
    stateDirectory,
    session,
    records,
    screen,
  });
  const completion = shellCompletion({ store, cluster, inventory, history, world });
  const lines = typedLines({
    store,
    cluster,
    reconnect,
    inventory,
    runs,
    rolls,
    resolve,
    remember: (line, target) => history.add(line, target),
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
    exportRun: output.exportRun,
    listRuns: output.listRuns,
    trust: () => trust.open(),
    reload: reloading({ store, cluster, inventory, environment, read, resolve, forgetRefusals }),
    quit,
  });
  const intoStore = clusterToStore(store, () => {
    records.flush(store.state().runs);
    rolls.look();
    runs.mayHaveEnded();
    trust.look();
    watch.look();
  });
  cluster.listen({
    ...intoStore,
    event: (event) => {
      records.take(event);
      completion.take(event);
      if (!terminals.take(event)) intoStore.event(event);
    },
  });
  const actions: Actions = {
    enter: lines.enter,
    enterAnyway: lines.enterAnyway,
    openTerminal,
    typeInTerminal: (bytes) => terminals.type(bytes),
    fitTerminal: (size) => terminals.fit(size),
    interrupt(hosts) {
      const watched = hosts === undefined && watch.stop();
      const paused = rolls.interrupted(hosts);
      if (runs.interrupt(hosts) || watched || paused) return true;
      return hosts === undefined && lines.interruptHere();
    },
    roll: (key) => rolls.press(key),
    read: output.read,
    openRun: output.openRun,
    walkEarlier: output.walkEarlier,
    letGo: (host) => runs.letGo(host),
    sendInput: (text, host) => runs.sendInput(text, host),
    endInput: () => runs.endInput(),
    sure: lines.sure,
    retry: lines.retry,
    takeOutput: (taking, hosts) => void output.take(taking, hosts),
    select: (hosts) => lines.select(fold(hosts)),
    targetBack: lines.back,
    reconnect,
    trust: (entries) => trust.accept(entries),
    saveKeys: (entries) => trust.save(entries),
    answer: (ask, answers) => prompts.answer(ask, answers),
    quit,
  };
  return {
    inventory,
    world,
    history,
    notifier,
    terminals,
    completion,
    actions,
    select: lines.select,
    async close() {
      rolls.close();
      completion.close();
      await cluster.close();
    },
  };
}
