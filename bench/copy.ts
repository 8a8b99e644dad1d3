import { spawn } from 'node:child_process';
import { randomFillSync } from 'node:crypto';
import { existsSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { median, report } from './figures.ts';
import type { Fleet } from './fleet.ts';

const size = 50 * 1024 * 1024;

/** P6: a file of 50 MB to each host, login and comparison by SHA-256 included. The hosts share a home. */
export async function copy(fleet: Fleet, tutti: readonly string[], rounds: number): Promise<void> {
  const count = fleet.hosts.length;
  const file = path.join(fleet.folder, 'fifty');
  writeFileSync(file, randomFillSync(Buffer.allocUnsafe(size)), { mode: 0o644 });
  const put = ['put', '@all', file, 'f50', '--force', '--inventory', fleet.inventory];
  const ours = await speed([...tutti, ...put], fleet, rounds);
  report(`50 MB to each of ${count} hosts: tutti put, compared`, `${ours.toFixed(0)} MB/s`);
  for (const { name, argv, goal } of peers(fleet, file)) {
    const theirs = await speed(argv, fleet, rounds);
    report(`  ${name}`, `${theirs.toFixed(0)} MB/s`, {
      ratio: ours / theirs,
      at: goal,
      most: false,
    });
  }
}

interface Peer {
  readonly name: string;
  readonly argv: readonly string[];
  readonly goal: number;
}

function peers({ hosts, sshConfig }: Fleet, file: string): Peer[] {
  const each = `printf '%s\\n' ${hosts.join(' ')} | xargs -P 8 -I{} scp -q -F ${sshConfig} ${file} {}:f50`;
  const scp = { name: 'scp × N, 8 at a time', argv: ['sh', '-c', each], goal: 1.4 };
  if (!existsSync('/usr/bin/clush')) return [scp];
  const argv = [
    ...['clush', '-w', hosts.join(','), '-f', '64', '-o', `-F ${sshConfig}`],
    ...['--copy', file, '--dest', 'f50'],
  ];
  return [scp, { name: 'clush --copy', argv, goal: 1.8 }];
}

/** MB/s over all hosts, the median of some rounds. */
async function speed(argv: readonly string[], fleet: Fleet, rounds: number): Promise<number> {
  const copied = path.join(fleet.folder, 'home', 'f50');
  const all: number[] = [];
  for (let i = 0; i < rounds; i++) {
    rmSync(copied, { force: true });
    const from = performance.now();
    await ended(argv);
    all.push((fleet.hosts.length * size) / 1e6 / ((performance.now() - from) / 1000));
    if (!existsSync(copied) || statSync(copied).size !== size) console.log('  LOST: no whole file');
  }
  return median(all);
}

function ended([program = '', ...args]: readonly string[]): Promise<void> {
  return new Promise((resolve) => {
    spawn(program, args, { stdio: 'ignore' }).on('close', () => resolve());
  });
}
