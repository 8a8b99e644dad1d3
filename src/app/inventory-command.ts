import { fchmodSync, fstatSync } from 'node:fs';
import { homedir } from 'node:os';
import { inventoryStatus } from '../cli/exit-status.ts';
import { printExplanation } from '../cli/explain-host.ts';
import type { InventoryRequest } from '../cli/inventory-arguments.ts';
import type { Options } from '../cli/options.ts';
import { UsageError } from '../domain/failure.ts';
import { InventoryError } from '../domain/inventory.ts';
import { nearest } from '../domain/nearest.ts';
import { safeText } from '../domain/output.ts';
import { quoted } from '../domain/quoted.ts';
import { explainHost } from '../inventory/explain.ts';
import { formats } from '../inventory/formats.ts';
import {
  type InventoryFile,
  openInventoryFile,
  type ReadOptions,
} from '../inventory/read-inventory.ts';
import { holdsSecrets } from '../inventory/secrecy.ts';
import { whatIsMissing } from '../inventory/what-is-missing.ts';
import { writeYaml } from '../inventory/write-yaml.ts';
import { withSsh } from './explain-ssh.ts';
import { inventoryPath, ownSshConfig } from './open-inventory.ts';
import { printOut } from './print-out.ts';

/** `tutti inventory check`, `explain` and `import`. Settles with the exit status. */
export async function inventoryCommand(asked: InventoryRequest): Promise<number> {
  switch (asked.action) {
    case 'check':
      return check(asked.options);
    case 'explain':
      return explain(asked.host, asked.options);
    case 'import':
      return importFile(asked.from, asked.options);
    default:
      return asked satisfies never;
  }
}

async function check(options: Options): Promise<number> {
  const file = inventoryPath(options);
  try {
    const { inventory, format } = await openInventoryFile(file, readOptions(options));
    const { hosts, groups } = inventory;
    const warnings = [...inventory.warnings, ...whatIsMissing(hosts.values(), process.env)];
    const counts = [
      counted(hosts.size, 'host'),
      counted(groups.size, 'group'),
      ...warned(warnings.length),
    ];
    await printOut(`${safeText(file)}: ${counts.join(', ')} (${format.name})\n`);
    for (const warning of warnings) process.stderr.write(`tutti: ${safeText(warning)}\n`);
    return 0;
  } catch (error) {
    if (!(error instanceof InventoryError)) throw error;
    await printOut(`${error.message}\n`);
    return inventoryStatus;
  }
}

async function explain(name: string, options: Options): Promise<number> {
  const opened = await openInventoryFile(inventoryPath(options), readOptions(options));
  const explanation = explainHost(opened, name.replace(/^@/, ''), homedir());
  const host = opened.inventory.hosts.get(explanation.host);
  const sshConfig = options.sshConfig ?? ownSshConfig(opened).sshConfig;
  const refused = (why: string) =>
    process.stderr.write(`tutti: ssh's configuration says nothing: ${safeText(why)}\n`);
  await printOut(
    printExplanation(host ? await withSsh(explanation, host, sshConfig, refused) : explanation),
  );
  return 0;
}

async function importFile(from: string | undefined, options: Options): Promise<number> {
  const file = inventoryPath(options);
  const format = from === undefined ? {} : { format: formatName(from, file) };
  const opened = await openInventoryFile(file, { ...readOptions(options), ...format });
  const { raw } = opened.written;
  const secret = holdsSecrets(raw);
  const hidden = secret && process.stdout.isTTY === true;
  const warnings = [...opened.written.warnings, ...leftToSsh(opened)].map(safeText);
  const comments = [
    `from ${safeText(file)} (${opened.format.name}), by tutti inventory import`,
    ...warnings,
  ];
  if (secret && !hidden) keepToOwner();
  await printOut(writeYaml(raw, { comments, passwords: hidden ? 'ask' : 'keep' }));
  for (const warning of warnings) process.stderr.write(`tutti: ${warning}\n`);
  if (hidden)
    process.stderr.write(
      'tutti: passwords are not shown on a terminal – write: tutti inventory import FILE > inventory.yaml\n',
    );
  return 0;
}

/** From an ssh configuration that ssh does not read by itself, only the names are taken over. */
function leftToSsh(opened: InventoryFile): readonly string[] {
  const { sshConfig } = ownSshConfig(opened);
  if (sshConfig === undefined) return [];
  return [
    `how its hosts are reached stays there – write: tutti --ssh-config ${opened.source.path}`,
  ];
}

/** The output holds the passwords too: if it goes to a file, make that readable by its owner only. */
function keepToOwner(): void {
  const { fd } = process.stdout;
  const stats = fstatSync(fd);
  const isOpen = stats.isFile() && (stats.mode & 0o077) !== 0;
  if (isOpen && stats.uid === process.getuid?.()) {
    fchmodSync(fd, 0o600);
    process.stderr.write('tutti: it holds passwords: the file is mode 600 now – keep it so\n');
  } else if (!stats.isFile())
    process.stderr.write('tutti: it holds passwords – keep it in a file of mode 600\n');
}

function formatName(from: string, file: string): string {
  if (from === 'ansible') return /\.(ya?ml|json)$/i.test(file) ? 'ansible-yaml' : 'ansible-ini';
  const names = formats.map(({ name }) => name);
  if (names.includes(from)) return from;
  const [near] = nearest(from, names, 1);
  throw new UsageError(
    `no format ${quoted(from)} – ${near ? `did you mean ${near}?` : `there is ${names.join(', ')}`}`,
  );
}

const readOptions = ({ insecureInventoryPasswords }: Options): ReadOptions => ({
  insecurePasswords: insecureInventoryPasswords === true,
});

const counted = (count: number, what: string): string =>
  `${count} ${what}${count === 1 ? '' : 's'}`;

const warned = (count: number): readonly string[] =>
  count === 0 ? [] : [counted(count, 'warning')];
