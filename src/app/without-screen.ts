import { setTimeout as after } from 'node:timers/promises';
import type { Invocation } from '../cli/arguments.ts';
import { exitStatus, outputStatus, signalStatus } from '../cli/exit-status.ts';
import { readLines } from '../cli/lines.ts';
import { defaultConnectTimeout, type Options } from '../cli/options.ts';
import { createPrinter, type PrinterContext } from '../cli/print.ts';
import type { TransferRequest } from '../cli/transfer-request.ts';
import { unwritten } from '../cli/unwritten.ts';
import { Cluster } from '../cluster/cluster.ts';
import { UsageError } from '../domain/failure.ts';
import type { Asked } from '../domain/run.ts';
import { resolveTarget } from '../domain/target.ts';
import { takeFromEnvironment } from '../inventory/secret-sources.ts';
import { Batch } from './batch.ts';
import { Debugging } from './debugging.ts';
import { dialling } from './dialling.ts';
import { openInventory } from './open-inventory.ts';
import { transferOf, transferText } from './runs/transfer-of.ts';
import { answers } from './secrets/answers.ts';
import { terminalPrompt } from './secrets/terminal-prompt.ts';
import { onSignals } from './signals.ts';
import { targetWorld } from './target-world.ts';
import { type Workers, workerCount } from './workers.ts';

/** `tutti run TARGET -- CMD` and `batch_run`. `table`: ends with a table of each host and its time. */
export function runOne(
  asked: {
    readonly target: string;
    readonly command: string;
    readonly options: Options;
    readonly table: boolean;
  },
  workers: Workers,
): Promise<number> {
  const { target, options, command, table } = asked;
  const line = { command, ...(options.pty && { pty: options.pty }) };
  return run(target, options, only(line), { script: false, table }, workers);
}

/** `tutti put`, `tutti get` and `batch_scp`. */
export function transferOnce(
  asked: {
    readonly target: string;
    readonly request: TransferRequest;
    readonly options: Options;
    readonly table: boolean;
  },
  workers: Workers,
): Promise<number> {
  const { target, request, options, table } = asked;
  const line = { command: transferText(request), transfer: transferOf(request) };
  return run(target, options, only(line), { script: false, table }, workers);
}

/** `tutti TARGET < lines`. */
export function runLines(
  asked: Extract<Invocation, { kind: 'shell' }>,
  workers: Workers,
): Promise<number> {
  if (asked.target === undefined) {
    throw new UsageError(
      process.stdin.isTTY
        ? 'the shell needs a terminal for its output – for one command write: tutti run @all -- uptime'
        : 'lines on standard input need a target – write: tutti @all < lines',
    );
  }
  return run(asked.target, asked.options, commandsOf(process.stdin), { script: true }, workers);
}

async function* commandsOf(input: AsyncIterable<Uint8Array>): AsyncGenerator<Asked> {
  for await (const command of readLines(input)) yield { command };
}

async function* only(line: Asked): AsyncGenerator<Asked> {
  yield line;
}

async function run(
  target: string,
  options: Options,
  lines: AsyncIterator<Asked>,
  reports: Pick<PrinterContext, 'script' | 'table'>,
  workers: Workers,
): Promise<number> {
  const debugging = Debugging.begin(options.debug);
  const { inventory, sshConfig, close } = await openInventory(options);
  const left = Promise.withResolvers<Left>();
  const connectTimeout = options.connectTimeout ?? defaultConnectTimeout;
  try {
    const hosts = resolveTarget(target, targetWorld(inventory));
    if (options.stdin && options.fanout !== undefined && options.fanout < hosts.length) {
      throw new UsageError(
        `standard input goes to all ${hosts.length} hosts at once – leave --fanout out, or --stdin`,
      );
    }
    const environment = takeFromEnvironment(inventory.hosts.values(), process.env);
    const cluster = new Cluster({
      hosts: inventory.hosts,
      workers: workerCount(),
      ...dialling({ ...(sshConfig !== undefined && { sshConfig }), ...options }),
      spawn: () => workers.spawn(),
      ...answers({ inventory, environment, screen: false, ask: terminalPrompt() }),
    });
    cluster.debug(debugging.log);
    const { stdin, stdout, stderr, env } = process;
    const broken = (error: Error) => left.resolve(leftBy(error));
    const printer = createPrinter(options, { stdout, stderr, env, broken, ...reports });
    const input = options.stdin && !stdin.isTTY ? { input: stdin } : {};
    const batch = new Batch({
      cluster,
      inventory,
      target,
      hosts,
      printer,
      options,
      connectTimeout,
      ...input,
    });
    onSignals({
      interrupt: () => batch.interrupt(),
      leave: (signal) =>
        left.resolve({ status: signalStatus(signal), why: `left by SIG${signal}` }),
    });
    try {
      // If a line cannot be read the script ends, but what earlier lines printed is still shown.
      const done = batch.run(lines).finally(() => printer.close());
      const gone = await Promise.race([done, left.promise]);
      if (!gone) {
        return batch.interrupted ? signalStatus('INT') : exitStatus(batch.outcomes, options.exit);
      }
      await batch.leave(gone.why, patience);
      if (gone.why !== undefined)
        await Promise.race([done.catch(() => {}), after(patience, undefined, { ref: false })]);
      if (gone.trouble !== undefined) stderr.write(`tutti: ${gone.trouble}\n`);
      goAtLast(gone.status);
      return gone.status;
    } finally {
      await cluster.close();
    }
  } finally {
    // Whoever writes to our standard input may not be done yet.
    if (!process.stdin.isTTY) process.stdin.destroy();
    await close();
  }
}

/** How we left before the runs had ended. */
interface Left {
  readonly status: number;
  /** Reported for the hosts whose outcome is not known; absent if nobody reads our output any more. */
  readonly why?: string;
  readonly trouble?: string;
}

function leftBy(error: NodeJS.ErrnoException): Left {
  if (error.code === 'EPIPE') return { status: signalStatus('PIPE') };
  return { status: outputStatus, trouble: unwritten(error) };
}

/** After a signal, how long the reader has to take what we have printed, ms. */
const patience = 1000;

/** Exits even if nobody reads what we have written. */
function goAtLast(status: number): void {
  setTimeout(() => process.exit(status), patience).unref();
}
