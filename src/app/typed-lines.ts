import { parseBatchRun } from '../cli/batch-run.ts';
import type { Cluster } from '../cluster/cluster.ts';
import type { CommandContext } from '../commands/command.ts';
import { findCommand } from '../commands/index.ts';
import { UsageError } from '../domain/failure.ts';
import type { Inventory } from '../domain/inventory.ts';
import { safeText } from '../domain/output.ts';
import { parseLine } from '../shell/parse.ts';
import type { Target } from '../store/state.ts';
import type { Store } from '../store/store.ts';
import { runHere } from './run-here.ts';
import type { Runs } from './runs.ts';

export interface TypedLinesOptions {
  readonly store: Store;
  readonly cluster: Cluster;
  readonly inventory: Inventory;
  readonly runs: Runs;
  /** The hosts of a target as typed; throws UsageError. */
  resolve(text: string): Target;
  /** Keep the line in the history. */
  remember(line: string, target: string): void;
  quit(): void;
}

/** What happens with a line that was entered at the prompt. */
export function typedLines(options: TypedLinesOptions) {
  const { store, cluster, runs, resolve } = options;

  return {
    /** @throws UsageError when it cannot be meant; nothing was done then. */
    enter(text: string): void {
      const line = parseLine(text);
      if (line.kind !== 'empty') act(line);
      options.remember(text, store.state().target.text);
    },
    select,
    retry: () => findCommand('retry').run(context(), { text: '', words: [] }),
  };

  function act(line: Exclude<ReturnType<typeof parseLine>, { kind: 'empty' }>): void {
    switch (line.kind) {
      case 'target':
        select(line.target);
        return;
      case 'back':
        back();
        return;
      case 'command':
        run(line.command, line.target === undefined ? undefined : resolve(line.target));
        return;
      case 'builtin':
        builtin(line.name, line.args);
        return;
      case 'local':
        void runHere(line.command).then((lines) => show(`!${line.command}`, lines));
        return;
      case 'batch':
        batch(line.argv);
        return;
      default:
        line satisfies never;
    }
  }

  function select(text: string): void {
    const target = resolve(text);
    store.act({ type: 'target', target });
    cluster.select(target.hosts);
  }

  function back(): void {
    if (store.state().targetStack.length === 0) {
      throw new UsageError('no target before this one – type @ and press Tab to choose');
    }
    store.act({ type: 'target-back' });
    cluster.select(store.state().target.hosts);
  }

  function run(command: string, target: Target = store.state().target): void {
    if (target.hosts.length === 0) {
      throw new UsageError('no hosts are selected – type @ and press Tab to choose, or @all');
    }
    cluster.select(target.hosts);
    runs.enter(command, target);
  }

  function builtin(name: string, text: string): void {
    const words = text.split(/\s+/).filter((word) => word !== '');
    findCommand(name).run(context(), { text, words });
  }

  /** The assignment's line, typed at the prompt: runs once on its own target. */
  function batch(argv: readonly string[]): void {
    const parsed = parseBatchRun(argv);
    if (parsed.kind !== 'run') throw new UsageError('write: batch_run -h web01,web02 -cmd "df -h"');
    run(parsed.command, resolve(parsed.target));
  }

  function context(): CommandContext {
    const { target, runs: known } = store.state();
    const groups = [...options.inventory.groups.values()].map(
      ({ name, hosts }) => [name, hosts] as const,
    );
    return {
      target,
      runs: known,
      groups: new Map(groups),
      hostState: (host) => cluster.states.get(host),
      run: (command, hosts) => run(command, hosts && { text: hosts.join(','), hosts }),
      interrupt: (hosts) => {
        runs.interrupt(hosts);
      },
      reconnect: (hosts) => cluster.reconnect(hosts),
      showRun: (number) => store.act({ type: 'show-run', number }),
      show,
      help: () => store.act({ type: 'overlay', overlay: { kind: 'help' } }),
      say: (text) => store.act({ type: 'notice', notice: { kind: 'info', text } }),
      quit: options.quit,
    };
  }

  function show(title: string, lines: readonly string[]): void {
    const overlay = { kind: 'text', title, lines: lines.map(safeText), top: 0 } as const;
    store.act({ type: 'overlay', overlay });
  }
}
