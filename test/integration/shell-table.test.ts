import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Host } from '../../src/domain/host.ts';
import { ssh2Transport } from '../../src/transport/ssh2-transport.ts';
import { CaseHost } from '../support/case-host.ts';
import { Dropbear, dropbearMissing } from '../support/dropbear.ts';
import { type CaseGround, hostCases } from '../support/host-cases.ts';
import { findProgram, type LocalShell } from '../support/local-shells.ts';
import { runCase } from '../support/run-case.ts';
import { shellCases } from '../support/shell-cases.ts';
import { Sshd, sshdMissing } from '../support/sshd.ts';

/** The accounts of the table, each with the shell that runs the lines there. */
interface Column {
  readonly title: string;
  readonly runs: LocalShell['name'];
  readonly server: 'OpenSSH' | 'dropbear';
  /** Absent: root. */
  readonly login?: string;
  readonly shell: Host['shell'];
  /** `sh` is busybox there. */
  readonly ash?: true;
}

const openssh = (['bash', 'dash', 'ash', 'zsh'] as const).flatMap((runs): Column[] => {
  const shell = runs === 'dash' || runs === 'ash' ? 'sh' : runs;
  const ash = runs === 'ash' && { ash: true as const };
  const column = { runs, server: 'OpenSSH', shell, ...ash } as const;
  return [
    { ...column, title: `${runs}`, login: 'bash' },
    { ...column, title: `${runs}, root` },
  ];
});

const columns: readonly Column[] = [
  ...openssh,
  { title: 'bash, dropbear', runs: 'bash', server: 'dropbear', login: 'bash', shell: 'auto' },
  { title: 'ash, dropbear', runs: 'ash', server: 'dropbear', login: 'zsh', shell: 'sh', ash: true },
  ...['fish', 'tcsh', 'zsh', 'dash', 'rbash'].map(
    (login): Column => ({
      title: `login ${login}`,
      runs: 'bash',
      server: 'OpenSSH',
      login,
      shell: 'auto',
    }),
  ),
];

interface Result {
  readonly cells: ReadonlyMap<string, string>;
  readonly failures: readonly string[];
}

/** Too much for every account: the login shell has no part in them. */
const heavy = new Set(['16', '28']);
const rows = [...shellCases, ...hostCases].sort((a, b) => a.id.localeCompare(b.id));

const missing =
  sshdMissing() ??
  dropbearMissing() ??
  ['bash', 'dash', 'busybox', 'zsh', 'fish', 'tcsh'].find((name) => !findProgram(name));
if (missing !== undefined) process.stderr.write(`skipped, the table of shells: ${missing}\n`);

describe.skipIf(missing !== undefined)('the acceptance table', () => {
  const found = new Map<Column, Result>();

  beforeAll(async () => {
    // Not all at once: their busy loops would starve each other's shells.
    const waiting = [...columns.entries()];
    const lane = async () => {
      for (let next = waiting.shift(); next; next = waiting.shift()) {
        const [index, column] = next;
        found.set(column, await run(column, index));
      }
    };
    await Promise.all(Array.from({ length: 6 }, lane));
  }, 180_000);

  test.each(columns)('holds for $title', (column) => {
    expect(found.get(column)?.failures).toEqual([]);
  });

  test('is the one in docs/shells.md (TUTTI_WRITE_TABLE=1 writes it)', () => {
    const file = join(import.meta.dirname, '..', '..', 'docs', 'shells.md');
    const text = page(found);
    if (process.env.TUTTI_WRITE_TABLE === '1') writeFileSync(file, text);
    expect(readFileSync(file, 'utf8')).toBe(text);
  });
});

async function run(column: Column, index: number): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), 'tutti-table-'));
  chmodSync(folder, 0o755);
  const server = await startServer(column, folder);
  const cells = new Map<string, string>();
  const failures: string[] = [];
  const hosts: CaseHost[] = [];
  const connect = async () => {
    const host = new CaseHost(ssh2Transport, { ...server.host, shell: column.shell });
    hosts.push(host);
    await inTime(host.ready());
  };
  try {
    await connect();
    for (const row of rowsOf(column)) {
      const place = join(folder, row.id);
      mkdirSync(place);
      chmodSync(place, 0o777);
      const host = hosts.at(-1) as CaseHost;
      const cut = () => server.cut();
      const ground = { host, cut, folder: place, sleep: `${index + 50}` };
      try {
        await inTime(runRow(row, column, ground));
        cells.set(row.id, restarts(row, column.runs) ? 'T' : 'ok');
      } catch (error) {
        failures.push(`${row.id} ${row.title}: ${(error as Error).message}`);
        cells.set(row.id, 'failed');
        await connect();
      }
    }
  } catch (error) {
    failures.push(`${column.title}: ${(error as Error).message}`);
  }
  for (const host of hosts) {
    await host.remote.close();
    host.killLeftovers();
  }
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
  return { cells, failures };
}

const rowsOf = ({ title }: Column) =>
  rows.filter(
    (row) =>
      !(title.startsWith('login') && heavy.has(row.id)) &&
      !('needs' in row && row.needs?.some((name) => !findProgram(name))),
  );

async function runRow(row: (typeof rows)[number], { runs }: Column, ground: CaseGround) {
  const { host, folder, sleep } = ground;
  await host.type(`cd ${folder}`);
  if ('steps' in row) await runCase(host, row, runs, folder, sleep);
  else await row.run({ ...ground, sleep: `${sleep}99` });
  await freshShell(host);
}

/** A case that wedges is no reason to wait for the whole test's limit. */
async function inTime(work: Promise<unknown>): Promise<void> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(new Error('did not end in 20 s')), 20_000);
  try {
    await Promise.race([work, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}

/** What one case has set must not be there for the next. */
async function freshShell(host: CaseHost): Promise<void> {
  const before = host.notices.length;
  await host.type('\\exit 0');
  await host.until(() => host.notices.length > before);
}

async function startServer({ server, login, ash }: Column, folder: string) {
  const bin = join(folder, 'bin');
  mkdirSync(bin);
  if (ash) symlinkSync(findProgram('busybox') ?? '', join(bin, 'sh'));
  const path = `${bin}:/usr/local/bin:/usr/bin:/bin:/usr/sbin`;
  const loginShell = login === 'rbash' ? '/bin/rbash' : `/usr/bin/${login}`;
  if (server === 'dropbear') {
    const dropbear = await Dropbear.start({ loginShell });
    writeFileSync(join(dropbear.home, '.zshenv'), `PATH=${path}\n`);
    return dropbear;
  }
  return Sshd.start({
    ...(ash && { config: [`SetEnv PATH=${path}`] }),
    ...(login !== undefined && { loginShell }),
  });
}

function restarts(row: (typeof rows)[number], shell: LocalShell['name']) {
  if (!('steps' in row)) return false;
  const { steps, otherwise } = row;
  const used = otherwise?.in.includes(shell) ? otherwise.steps : steps;
  return used.some((step) => step.restarts);
}

function page(found: ReadonlyMap<Column, Result>): string {
  const head = ['case', ...columns.map(({ title }) => title)];
  const lines = rows.map(({ id, title }) => [
    `${id} ${title.replaceAll('|', '\\|')}`,
    ...columns.map((column) => found.get(column)?.cells.get(id) ?? '–'),
  ]);
  const table = [head, head.map(() => '---'), ...lines].map((cells) => `| ${cells.join(' | ')} |`);
  return `${intro}\n${table.join('\n')}\n`;
}

const intro = `# Shells

What holds in which shell. Written by \`TUTTI_WRITE_TABLE=1 vitest run test/integration/shell-table.test.ts\`; every other run
of that test compares it, with real OpenSSH and dropbear servers. How it is done is in [persistent-shell.md](persistent-shell.md).

The first columns name the shell that runs the lines, for an ordinary user and for root; then the same over dropbear;
then bash for accounts with another login shell. **ok**: it holds. **T**: the shell ends, as your own shell would, which is reported, and a new
one is started in the same directory. **–**: not run there, since it would show nothing new.

Case 39 in ash: busybox' ash may hang when it is interrupted in a busy loop (it jumps out of malloc); tutti then starts a new
shell in the same directory, and says so.

Cases that need more than one shell are not in this table: 52–55 and 68 are in \`test/integration/shell-openssh.test.ts\`, 56 and
57 (sudo) in \`sudo-openssh.test.ts\`, 58 in \`test/faults/lost-connections.test.ts\`, 60 (TMOUT) in
\`test/remote-host/idle-limit.test.ts\`; the soak is in [soak.md](soak.md).

An account that allows single commands but no shell (rbash without \`sh\` in its path) gets one command per channel: nothing
lasts from line to line, and the host says so. An account without a shell (nologin, a forced command) is reported with what
it prints.
`;
