import { refuseBrokenArguments } from './app/argument-bytes.ts';
import { failed } from './app/failed.ts';
import { inventoryCommand } from './app/inventory-command.ts';
import { printOut } from './app/print-out.ts';
import { version } from './app/version.ts';
import { versionDetails } from './app/version-details.ts';
import { listHosts, runLines, runOne, transferOnce } from './app/without-screen.ts';
import { type Invocation, parseTutti } from './cli/arguments.ts';
import { type BatchRun, parseBatchRun } from './cli/batch-run.ts';
import { type BatchScp, parseBatchScp } from './cli/batch-scp.ts';
import { helpText, isTopic } from './cli/help.ts';
import { completionScripts } from './completion/scripts.ts';
import { UsageError } from './domain/failure.ts';
import { keepReportPrivate } from './transport/private-report.ts';

const dumb =
  'this terminal cannot be drawn on (TERM=dumb) – write: tutti run @all -- uptime, or tutti @all < lines';

/** What every executable calls. The exit status is that of product.md, section 9. */
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
    case 'version':
      await printOut('details' in invocation ? await versionDetails(tool) : `${tool} ${version}\n`);
      return 0;
    case 'completion':
      await printOut(completionScripts[invocation.shell]);
      return 0;
    case 'hosts':
      return listHosts(invocation);
    case 'inventory':
      return inventoryCommand(invocation);
    case 'run':
      return runOne({ ...invocation, table });
    case 'transfer':
      return transferOnce({ ...invocation, table });
    case 'shell': {
      if (!process.stdin.isTTY || !process.stdout.isTTY) return runLines(invocation);
      if (process.env.TERM === 'dumb') throw new UsageError(dumb);
      // Ink and React are not loaded for anything else: they cost half of the start.
      const { runShell } = await import('./app/shell.ts');
      return runShell(invocation);
    }
    default:
      return invocation satisfies never;
  }
}
