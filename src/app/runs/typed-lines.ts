import { parseBatchRun } from '../../cli/batch-run.ts';
import { parseBatchScp } from '../../cli/batch-scp.ts';
import { helpText } from '../../cli/help.ts';
import type { Options } from '../../cli/options.ts';
import type { TransferRequest } from '../../cli/transfer-request.ts';
import { parseTransferWords } from '../../cli/transfer-words.ts';
import type { Cluster } from '../../cluster/cluster.ts';
import type { CommandContext } from '../../commands/command.ts';
import { findCommand } from '../../commands/index.ts';
import { UsageError } from '../../domain/failure.ts';
import type { Inventory } from '../../domain/inventory.ts';
import { safeText } from '../../domain/output.ts';
import { askedOf } from '../../domain/run.ts';
import { type BatchTool, type Line, parseLine } from '../../shell/parse.ts';
import type { RollRequest } from '../../shell/parse-roll.ts';
import type { QueuedLine, Target } from '../../store/state.ts';
import type { Store } from '../../store/store.ts';
import { expandedLines, linesSent } from './expanded.ts';
import { fileInput } from './file-input.ts';
import { Guard } from './guard.ts';
import { LocalCommands } from './local-commands.ts';
import { offersTerminal } from './offer-terminal.ts';
import type { Rolls } from './rolls.ts';
import type { Runs } from './runs.ts';
import { streamBuiltins } from './stream-builtins.ts';
import { transferOf, transferText } from './transfer-of.ts';

export interface TypedLinesOptions {
  readonly store: Store;
  readonly cluster: Cluster;
  reconnect(hosts: readonly string[]): void;
  readonly inventory: Inventory;
  readonly runs: Runs;
  readonly rolls: Rolls;
  /** The hosts of a target as typed; throws UsageError. */
  resolve(text: string): Target;
  /** Keeps the line in the history. */
  remember(line: string, target: string): void;
  /** Opens a real terminal, with the shell or running this line. */
  openTerminal(host: string, command?: string): void;
  /** Repeats a line; undefined stops repeating. */
  watch(target: Target, what: { command: string; every: number } | undefined): void;
  /** Switches notifications on or off, or leaves them; returns whether they are on. */
  notify(on: boolean | undefined): boolean;
  /** As of a built-in's context. */
  debug(on: boolean): string | undefined;
  /** Returns how many sudo passwords were known. */
  forgetSudo(): number;
  /** Exports the run that is shown. @throws UsageError if there is none */
  exportRun(format: string, file?: string): void;
  /** Shows the list of all kept runs, searched for these words. */
  listRuns(words: string): void;
  /** Shows the unknown host keys; throws UsageError if there are none. */
  trust(): void;
  /** Reads the inventory again; throws UsageError if there is no file. */
  reload(): void;
  quit(): void;
}

/** What happens with a line that was entered at the prompt. */
export function typedLines(options: TypedLinesOptions) {
  const { store, cluster, runs, rolls, resolve } = options;
  /** The line as it was entered. */
  let typed = '';
  /** No terminal is to be offered for it. */
  let asItIs = false;
  const guard = new Guard(store, options.inventory);
  const here = new LocalCommands(store, show);

  return {
    /** @throws UsageError if the line makes no sense; then nothing was done */
    enter: (text: string) => entered(text, false),
    /** The same, without offering a terminal. */
    enterAnyway: (text: string) => entered(text, true),
    /** Ends what runs on this machine; false: nothing does. */
    interruptHere: () => here.interrupt(),
    /** The operator confirms the guarded line. */
    sure: () => guard.sure(),
    select,
    /** Back to the previous target; says so if there is none. */
    back(): void {
      const noTarget = (text: string) =>
        store.act({ type: 'notice', notice: { kind: 'error', text } });
      if (store.state().targetStack.length === 0) noTarget(nothingBefore);
      else back();
    },
    retry: () => {
      typed = '';
      findCommand('retry').run(context(), { text: '', words: [] });
    },
  };

  function entered(text: string, anyway: boolean): void {
    typed = text;
    asItIs = anyway;
    const line = parseLine(text);
    if (!anyway && line.kind === 'command' && drawsScreen(line)) return;
    if (line.kind !== 'empty') act(line);
    options.remember(text, store.state().target.text);
  }

  function act(line: Exclude<ReturnType<typeof parseLine>, { kind: 'empty' }>): void {
    switch (line.kind) {
      case 'target':
        select(line.target);
        return;
      case 'back':
        back();
        return;
      case 'command':
        run(
          { command: line.command },
          line.target === undefined ? undefined : resolve(line.target),
        );
        return;
      case 'builtin':
        builtin(line.name, line.args);
        return;
      case 'local':
        void here.run(line.command);
        return;
      case 'batch':
        batch(line.tool, line.argv);
        return;
      default:
        line satisfies never;
    }
  }

  function drawsScreen({ command, target }: Extract<Line, { kind: 'command' }>): boolean {
    const hosts = target === undefined ? store.state().target.hosts : resolve(target).hosts;
    return offersTerminal(store, typed, [command], hosts);
  }

  function terminal(name: string | undefined, command: string | undefined): void {
    const hosts = name === undefined ? store.state().target.hosts : resolve(name).hosts;
    const { cursor } = store.state();
    const host = name === undefined && hosts.length > 1 ? cursor : hosts[0];
    if (host !== undefined && (name === undefined || hosts.length === 1)) {
      options.openTerminal(host, command);
      return;
    }
    throw new UsageError(
      hosts.length === 0
        ? 'no hosts are selected – write :shell HOST'
        : `a terminal is on one host, and these are ${hosts.length} – write :shell ${hosts[0]}`,
    );
  }

  function select(text: string): void {
    const target = resolve(text);
    store.act({ type: 'target', target });
    cluster.select(target.hosts);
  }

  function back(): void {
    if (store.state().targetStack.length === 0) throw new UsageError(nothingBefore);
    store.act({ type: 'target-back' });
    cluster.select(store.state().target.hosts);
  }

  function run(what: Omit<QueuedLine, 'target'>, target: Target = store.state().target): void {
    if (target.hosts.length === 0) throw new UsageError(nothingSelected);
    const lines = linesSent(options.inventory, what, target.hosts);
    cluster.selectToRun(target.hosts);
    const line = typed || what.command;
    guard.ask(line, lines, target.hosts, () => runs.enter({ ...what, target }));
  }

  function roll(request: RollRequest): void {
    const { target } = store.state();
    const { command, check = '' } = request;
    if (!asItIs && offersTerminal(store, typed, [command, check], target.hosts)) return;
    const { roll, start } = rolls.prepare(request, target);
    const hosts = [...roll.steps.keys()];
    const lines = [roll.command, roll.check ?? ''].flatMap((command) =>
      linesSent(options.inventory, { command }, hosts),
    );
    guard.ask(typed, lines, hosts, start);
  }

  function watch(what: Parameters<typeof options.watch>[1]): void {
    const { target } = store.state();
    if (!what) {
      options.watch(target, undefined);
      return;
    }
    if (target.hosts.length === 0) throw new UsageError(nothingSelected);
    if (!asItIs && offersTerminal(store, typed, [what.command], target.hosts)) return;
    const lines = linesSent(options.inventory, what, target.hosts);
    guard.ask(typed, lines, target.hosts, () => options.watch(target, what));
  }

  function builtin(name: string, text: string): void {
    const words = text.split(/\s+/).filter((word) => word !== '');
    findCommand(name).run(context(), { text, words });
  }

  /** `batch_run` and `batch_scp` typed at the prompt: they run once, on their own target. */
  function batch(tool: BatchTool, argv: readonly string[]): void {
    const parse = tool === 'batch_run' ? parseBatchRun : parseBatchScp;
    const parsed = parse(argv, { atPrompt: true });
    switch (parsed.kind) {
      case 'run':
        run(
          {
            command: parsed.command,
            ...(parsed.options.pty && { pty: parsed.options.pty }),
            ...limits(parsed.options),
          },
          resolve(parsed.target),
        );
        return;
      case 'transfer':
        transfer(parsed.request, parsed.options, resolve(parsed.target));
        return;
      case 'help':
      case 'version':
        show(tool, helpText(tool).trimEnd().split('\n'));
        return;
      default:
        parsed satisfies never;
    }
  }

  function transfer(request: TransferRequest, own: Options, target?: Target): void {
    const command = `:${transferText(request)}`;
    run({ command, transfer: transferOf(request), ...limits(own) }, target);
  }

  function context(): CommandContext {
    const { target, runs: known, timeLimit } = store.state();
    const groups = [...options.inventory.groups.values()].map(
      ({ name, hosts }) => [name, hosts] as const,
    );
    return {
      target,
      runs: known,
      groups: new Map(groups),
      hostState: (host) => cluster.states.get(host),
      run: (command, hosts, timeout) =>
        run(
          { command, ...(timeout !== undefined && { timeout }) },
          hosts && { text: hosts.join(','), hosts },
        ),
      ...(timeLimit !== undefined && { timeLimit }),
      setTimeLimit: (seconds) => store.act({ type: 'time-limit', seconds }),
      repeat: (before, hosts) => {
        const target = { text: hosts.join(','), hosts };
        run({ whole: before.hosts, ...askedOf(before) }, target);
      },
      runWithInput: (command, file) =>
        run({ command, input: file === undefined ? { kind: 'typed' } : fileInput(file) }),
      preview: (command) => expandedLines(options.inventory, command, target.hosts),
      roll,
      showRoll: () => rolls.show(),
      onTerminals: (command) => run({ command, pty: true }),
      terminal,
      transfer(kind, words) {
        const { request, options } = parseTransferWords(kind, words);
        transfer(request, options);
      },
      interrupt: (hosts) => {
        runs.interrupt(hosts);
      },
      reconnect: options.reconnect,
      watch,
      mouse: (on) => store.act({ type: 'mouse', on }),
      chart: (nth) => store.act({ type: 'overlay', overlay: { kind: 'chart', nth, top: 0 } }),
      trust: options.trust,
      forgetSudo: options.forgetSudo,
      notify: options.notify,
      debug: options.debug,
      reload: options.reload,
      ...streamBuiltins(store, (text) => resolve(text).hosts),
      listRuns: options.listRuns,
      exportRun: options.exportRun,
      showRun: (number) => store.act({ type: 'show-run', number }),
      show,
      help: () => store.act({ type: 'overlay', overlay: { kind: 'help', top: 0 } }),
      say: (text) => store.act({ type: 'notice', notice: { kind: 'info', text } }),
      quit: options.quit,
    };
  }

  function show(title: string, lines: readonly string[]): void {
    const overlay = { kind: 'text', title, lines: lines.map(safeText), top: 0 } as const;
    store.act({ type: 'overlay', overlay });
  }
}

const nothingSelected = 'no hosts are selected – type @ and press Tab to choose, or @all';
const nothingBefore = 'no target before this one – type @ and press Tab to choose';

/** What a typed line itself says about how long it may run, and on how many hosts at once. */
const limits = ({ timeout, fanout }: Options): Pick<QueuedLine, 'timeout' | 'fanout'> => ({
  ...(timeout !== undefined && { timeout }),
  ...(fanout !== undefined && { fanout }),
});
