import { refuseBrokenArguments } from './app/argument-bytes.ts';
import { failed } from './app/failed.ts';
import { printOut } from './app/print-out.ts';
import { version } from './app/version.ts';
import { Workers } from './app/workers.ts';
import { type Invocation, parseTutti } from './cli/arguments.ts';
import { type BatchRun, parseBatchRun } from './cli/batch-run.ts';
import { type BatchScp, parseBatchScp } from './cli/batch-scp.ts';
import { helpText, isTopic } from './cli/help.ts';
import { completionScripts } from './completion/scripts.ts';
import { UsageError } from './domain/failure.ts';
import { keepReportPrivate } from './transport/private-report.ts';

const dumb =
  'this terminal cannot be drawn on (TERM=dumb) – write: tutti run @all -- uptime, or tutti @all < lines';

/** What every executable calls. Settles with the exit status (exit-status.ts). */
export async function main(tool: keyof typeof parsers, argv: readonly string[]): Promise<number> {
  keepReportPrivate();
  try {
    refuseBrokenArguments(argv);
    return await carryOut(parsers[tool](argv), tool);
  } catch (error) {
    return failed(error);
  }
}

const parsers = { tutti: parseTutti, batch_run: parseBatchRun, batch_scp: parseBatchScp };

async function carryOut(
  invocation: Invocation | BatchRun | BatchScp,
  tool: string,
): Promise<number> {
  const table = tool !== 'tutti';
  switch (invocation.kind) {
    case 'help': {
      const { topic } = invocation;
      await printOut(helpText(topic !== undefined && isTopic(topic) ? topic : undefined));
      return 0;
    }
    case 'version': {
      const { versionDetails } = await import('./app/version-details.ts');
      await printOut('details' in invocation ? await versionDetails(tool) : `${tool} ${version}\n`);
      return 0;
    }
    case 'completion':
      await printOut(completionScripts[invocation.shell]);
      return 0;
    case 'hosts': {
      const { listHosts } = await import('./app/list-hosts.ts');
      return listHosts(invocation);
    }
    case 'inventory': {
      const { inventoryCommand } = await import('./app/inventory-command.ts');
      return inventoryCommand(invocation);
    }
    case 'run':
    case 'transfer':
    case 'shell':
      return withWorkers(invocation, table);
    default:
      return invocation satisfies never;
  }
}

async function withWorkers(
  invocation: Extract<Invocation | BatchRun | BatchScp, { kind: 'run' | 'transfer' | 'shell' }>,
  table: boolean,
): Promise<number> {
  const hasScreen = invocation.kind === 'shell' && process.stdin.isTTY && process.stdout.isTTY;
  if (hasScreen && process.env.TERM === 'dumb') throw new UsageError(dumb);
  const workers = new Workers(invocation.options);
  try {
    if (hasScreen) {
      // Ink and React are not loaded for anything else: they cost half of the start.
      const { runShell } = await import('./app/shell.ts');
      return await runShell(invocation, workers);
    }
    // A screen is drawn before its hosts are connected; here nothing can be done before.
    workers.begin();
    const { runLines, runOne, transferOnce } = await import('./app/without-screen.ts');
    if (invocation.kind === 'run') return await runOne({ ...invocation, table }, workers);
    if (invocation.kind === 'transfer')
      return await transferOnce({ ...invocation, table }, workers);
    return await runLines(invocation, workers);
  } finally {
    workers.close();
  }
}
