import { HostOutput } from '../src/cluster/host-output.ts';
import { diffLines } from '../src/domain/line-diff.ts';
import { createMasker } from '../src/domain/mask.ts';
import { ms, report } from './figures.ts';

/** P11: processor time to gather 200 outputs of 2,000 lines, and to compare each with the first. */
export function gather(): void {
  const hosts = Array.from({ length: 200 }, (_, i) => `web-${i + 1}`);
  const outputs = hosts.map((host) => linesOf(host));
  const bytes = outputs.map((lines) => Buffer.from(`${lines.join('\n')}\n`));
  for (const output of bytes.slice(0, 5)) take('warm', output);
  const gathered = processorTime(() => {
    for (const [i, output] of bytes.entries()) take(hosts[i] ?? '', output);
  });
  const masked = outputs.map((lines, i) => {
    const masker = createMasker([hosts[i] ?? '']);
    return lines.map((line) => masker.masked(line));
  });
  const compared = processorTime(() => {
    for (const lines of masked) diffLines(masked[0] ?? [], lines);
  });
  report('gather 200 x 2,000 lines: split, masked, hashed', ms(gathered));
  report('  compare each with the first', ms(compared), {
    ratio: (gathered + compared) / 300,
    at: 1,
    most: true,
  });
}

/** A log with a time on each line, the host's name on a third of them, and an odd line here and there. */
function linesOf(host: string): string[] {
  const number = Number(host.slice(host.indexOf('-') + 1));
  return Array.from({ length: 2000 }, (_, i) => {
    const time = new Date(1.79e12 + i * 1000 + number * 7).toISOString();
    if (i % 3 === 0) return `${time} ${host} app[${1000 + number}]: request ${i} served`;
    if (i % 211 === number % 211) return `${time} odd line ${number}`;
    return i % 3 === 1
      ? `/dev/sda${i} 41152736 8573920 30461148 22% /srv/${i}`
      : `option_${i} = on`;
  });
}

function take(host: string, bytes: Uint8Array): void {
  const output = new HostOutput(host, [host]);
  output.take('stdout', bytes);
  output.finish();
  output.facts();
}

/** In milliseconds, user and system. */
function processorTime(work: () => void): number {
  const from = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(from);
  return (user + system) / 1000;
}
