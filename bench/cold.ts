import { spawn, spawnSync } from 'node:child_process';
import { median, ms, report } from './figures.ts';
import type { Fleet } from './fleet.ts';
import { oneShotPeers } from './peers.ts';
import { Program } from './program.ts';

/** P3 and P4: process start to exit, connecting included. */
export async function cold(fleet: Fleet, tutti: readonly string[], rounds: number): Promise<void> {
  const count = fleet.hosts.length;
  const ours = await times(
    [...tutti, 'run', '@all', '--inventory', fleet.inventory, '--', 'hostname'],
    process.env,
    rounds,
  );
  report(`hostname on ${count} hosts, cold: tutti run`, ms(ours));
  let best = Number.POSITIVE_INFINITY;
  for (const peer of oneShotPeers(fleet, 'hostname')) {
    const theirs = await times(peer.argv, peer.env, rounds);
    report(`hostname on ${count} hosts, cold: ${peer.name}`, ms(theirs));
    best = Math.min(best, theirs);
  }
  if (!Number.isFinite(best)) return;
  const goal = count >= 100 ? 0.85 : 1.5;
  report(`  against the best peer`, '', { ratio: ours / best, at: goal, most: true });
}

/** P5: 10 MB from each host to stdout. */
export async function bulk(fleet: Fleet, tutti: readonly string[]): Promise<void> {
  const count = fleet.hosts.length;
  const command = 'head -c 10000000 /dev/zero | tr "\\0" "x" | fold -w 100';
  const bytes = count * 10_100_000;
  const ours = await throughput(
    [...tutti, 'run', '@all', '--raw', '--inventory', fleet.inventory, '--', command],
    bytes,
  );
  report(
    `10 MB from each of ${count} hosts, connecting included: tutti`,
    `${ours.toFixed(0)} MB/s`,
  );
  const [ssh] = oneShotPeers(fleet, command.replaceAll("'", '"'));
  if (!ssh) return;
  const theirs = await throughput(ssh.argv, bytes);
  report(`  ${ssh.name}`, `${theirs.toFixed(0)} MB/s`, {
    ratio: ours / theirs,
    at: 1.2,
    most: false,
  });
}

async function times(
  argv: readonly string[],
  env: NodeJS.ProcessEnv,
  rounds: number,
): Promise<number> {
  const all: number[] = [];
  for (let i = 0; i <= rounds; i++) {
    const from = performance.now();
    await ended(argv, env);
    if (i > 0) all.push(performance.now() - from);
  }
  return median(all);
}

function ended([file = '', ...args]: readonly string[], env: NodeJS.ProcessEnv): Promise<void> {
  return new Promise((resolve) => {
    spawn(file, args, { env, stdio: 'ignore' }).on('close', () => resolve());
  });
}

async function throughput(argv: readonly string[], bytes: number): Promise<number> {
  const from = performance.now();
  const [file = '', ...args] = argv;
  const got = await new Promise<number>((resolve) => {
    let seen = 0;
    const child = spawn(file, args, { stdio: ['ignore', 'pipe', 'ignore'] });
    child.stdout.on('data', (chunk: Buffer) => {
      seen += chunk.length;
    });
    child.on('close', () => resolve(seen));
  });
  // The last block of `fold` has no line end on every host.
  if (got < bytes - 2 * bytes * 0.0001) console.log(`  LOST: ${bytes - got} of ${bytes} bytes`);
  return bytes / 1e6 / ((performance.now() - from) / 1000);
}

/** P10: the version, a Tab in the operator's shell, and a prompt that takes a key with 200 hosts in the inventory. */
export async function start(fleet: Fleet, tutti: readonly string[], rounds: number): Promise<void> {
  const [file = '', ...args] = tutti;
  const versions: number[] = [];
  const prompts: number[] = [];
  for (let i = 0; i < rounds; i++) {
    const from = performance.now();
    spawnSync(file, [...args, '--version']);
    versions.push(performance.now() - from);
    const program = new Program([...tutti, '--inventory', fleet.inventory], {
      pty: { cols: 200, rows: 50 },
    });
    const opened = performance.now();
    await program.sees('❯');
    program.send('x');
    await program.sees('x');
    prompts.push(performance.now() - opened);
    program.end();
  }
  report('tutti --version', ms(median(versions)), {
    ratio: median(versions) / 120,
    at: 1,
    most: true,
  });
  const tab = await times(
    [...tutti, '__complete', 'bash', 'tutti', `tutti run --inventory ${fleet.inventory} @`, '@'],
    process.env,
    rounds,
  );
  const node = await times([process.execPath, '-e', '0'], process.env, rounds);
  report(`Tab, ${fleet.hosts.length} hosts in the inventory: beyond node itself`, ms(tab - node), {
    ratio: (tab - node) / 80,
    at: 1,
    most: true,
  });
  report(`prompt usable, ${fleet.hosts.length} hosts in the inventory`, ms(median(prompts)), {
    ratio: median(prompts) / 500,
    at: 1,
    most: true,
  });
}
